/** Behaviour of the pages of segments and campaigns; what is polled and swapped is htmx's. */

import { startCopying } from "./copying.js";
import { startDialogs } from "./dialogs.js";
import { startSending } from "./sending.js";
import { startVariables } from "./variables.js";

startDialogs();
startSending();
startCopying();
startVariables();
