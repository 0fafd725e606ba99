/** The buttons under an answer: ask on, draw the rows otherwise, take them along, make a segment of them. */

import { announce } from "../../querying/js/announce.js";
import { attempt } from "../../querying/js/attempt.js";
import { kindOf } from "../../querying/js/chart_kinds.js";
import { h } from "../../querying/js/dom.js";
import { openFile } from "../../querying/js/downloads.js";
import { postJson } from "../../querying/js/request.js";
import { t } from "../../querying/js/words.js";

/** The row of buttons, or null. `page` as for TurnView; `onChart` is called before a chart is drawn anew. */
export function actionRow(answer, page, onChart) {
  const actions = (answer.suggested_actions ?? []).filter((each) => DO[each.action]);
  if (answer.status !== "completed" || !actions.length) return null;
  const trouble = h("p", { class: "action-problem", role: "alert", hidden: true });
  const drawn = answer.chart ? kindOf(answer.chart.spec) : null;
  const button = (action) => {
    const isChart = action.action === "change_chart";
    const pressed = isChart ? String(action.parameters.kind === drawn) : null;
    const act = () => {
      if (isChart) onChart();
      return DO[action.action](answer, action.parameters, page);
    };
    const run = (event) => attempt(event.currentTarget, trouble, act);
    return h("li", {}, h("button", { class: "small-button", type: "button", "aria-pressed": pressed, "data-action": `${action.action} ${action.parameters.kind ?? ""}`, onclick: run }, action.description));
  };
  return [h("ul", { class: "chips actions-row", "aria-label": t("What can be done with it") }, actions.map(button)), trouble];
}

/** One function per kind of action (contracts: suggested_actions). */
const DO = {
  ask: (answer, { text, datasource }, page) => page.ask(text, datasource),
  change_chart: ({ id }, { kind }, { urls }) => postJson(urls.chart.replace("MESSAGE", id), { kind }),
  create_segment: async ({ id }, parameters, { urls }) => {
    await postJson(urls.segment.replace("MESSAGE", id));
    announce(t("A card above offers the segment."));
  },
  export: ({ id }, { format }, { urls }) => openFile(urls.rows.replace("MESSAGE", id).replace("FORMAT", format || "csv")),
};
