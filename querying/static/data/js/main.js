/** The page of data: files dropped or chosen are sent piece by piece; without this module the form sends them whole. */

import { startDropping } from "./dropping.js";
import { startSending } from "./sending.js";

for (const form of document.querySelectorAll("form.upload")) {
  startDropping(form);
  startSending(form);
}
