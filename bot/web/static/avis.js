// Under a sourced answer: was it useful? Choices only, so that nothing personal can be written.

import { post } from "./api.js";
import { element } from "./elements.js";

const FEEDBACK_URL = "/api/feedback";
const TIMEOUT_MS = 15_000;
const YES_NO = [
  [true, "Oui"],
  [false, "Non"],
];
const REASONS = [
  ["incomplete", "Incomplète"],
  ["pas_claire", "Pas claire"],
  ["hors_question", "Ne répond pas à ma question"],
  ["semble_fausse", "Semble fausse"],
];
const NOT_SENT = "Votre avis n’a pas pu être envoyé. Vous pouvez réessayer.";

function question(legend, choices, choose) {
  const group = element("fieldset", "", element("legend", "", legend));
  for (const [value, title] of choices) {
    const button = element("button", "", title);
    button.type = "button";
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") choose(value);
    });
    group.append(button);
  }
  return group;
}

// Not `disabled`: the focus would be lost.
function setUsed(group, used) {
  for (const button of group.querySelectorAll("button")) button.setAttribute("aria-disabled", String(used));
}

// `turn.vote` is what was said of this answer; `keep` saves it with the conversation.
export function opinion(turn, sessionOf, keep) {
  const thanks = element("p", "");
  thanks.setAttribute("role", "status");
  const useful = question("Cette réponse vous a-t-elle été utile ?", YES_NO, (said) => vote(useful, { useful: said }));
  const why = question("Pourquoi ?", REASONS, (reason) => vote(why, { useful: false, reason }));

  function show() {
    const said = turn.vote;
    const mayTellWhy = said?.useful === false && !said.reason;
    setUsed(useful, Boolean(said));
    setUsed(why, !mayTellWhy);
    why.hidden = said?.useful !== false;
    thanks.textContent = !said ? "" : mayTellWhy ? "Merci. Vous pouvez dire pourquoi." : "Merci, votre avis est enregistré.";
  }

  async function vote(group, said) {
    setUsed(group, true);
    thanks.textContent = "";
    const { problem } = await post(FEEDBACK_URL, { session: sessionOf(), answer: turn.answer, ...said }, TIMEOUT_MS);
    if (problem) {
      thanks.textContent = problem.detail ?? NOT_SENT;
      // Expired or refused, it would be refused again.
      setUsed(group, problem.status < 500 && problem.status !== 429);
    } else {
      turn.vote = said;
      keep();
      show();
    }
    thanks.scrollIntoView({ block: "nearest" });
  }

  show();
  return element("div", "opinion", useful, why, thanks);
}
