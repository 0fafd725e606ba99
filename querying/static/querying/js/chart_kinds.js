/** Which kind a chart is. */

const KINDS = { line: "line", bar: "bar", arc: "pie", point: "scatter", area: "area" };

/** The kind of a chart's specification, as the server names them. */
export function kindOf({ mark, encoding }) {
  return mark?.type === "bar" && encoding?.x?.stack ? "stacked" : KINDS[mark?.type];
}
