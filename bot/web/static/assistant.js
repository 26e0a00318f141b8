// The page's conversation, without any framework.

import { post } from "./api.js";
import { opinion } from "./avis.js";
import { checkboxes, documentCard, element, link, sourceLine, textBlocks, withLinks } from "./elements.js";

const MESSAGES_URL = "/api/messages";
const STORE = "ctai-conversation";
const GREETING = { text: "Bonjour" };
const FEW_CHARACTERS = 100;
const NETWORK_PROBLEM = {
  detail: "La connexion a été interrompue. Nous ne savons pas si votre message a été traité. Vous pouvez réessayer : une confirmation répétée n’ouvre jamais deux dossiers.",
  sent: "unknown",
};

const byId = (id) => document.getElementById(id);
const log = byId("fil");
const list = byId("messages");
const state = byId("etat");
const incident = byId("incident");
const alertText = byId("incident-texte");
const retryButton = byId("reessayer");
const form = byId("formulaire");
const field = byId("saisie");
const sendButton = byId("envoyer");
const counter = byId("reste");
const restartButton = byId("recommencer");
const maxChars = Number(form.dataset.maxChars);
const timeoutMs = Number(form.dataset.timeoutMs);

// `turns` is what is shown; `pending` is a message whose answer has not arrived.
let conversation = { session: null, turns: [], pending: null };
let busy = false;
// Grows with each new conversation, so that an answer to the previous one is dropped.
let round = 0;

// --- Memory: this tab only, so that a reload keeps the conversation ---

function save() {
  try {
    sessionStorage.setItem(STORE, JSON.stringify(conversation));
  } catch {
    // Storage may be refused or full: the conversation goes on, it only will not survive a reload.
  }
}

function restore() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORE));
    if (kept && Array.isArray(kept.turns)) conversation = kept;
  } catch {
    // Unreadable memory is the same as none.
  }
}

// --- Building the list ---

function choices(buttons, used) {
  const group = element("ul", "choix");
  group.setAttribute("aria-label", "Réponses proposées");
  for (const offered of buttons) {
    const button = element("button", "", offered.title);
    button.type = "button";
    button.setAttribute("aria-disabled", String(used));
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") === "true" || busy) return;
      say({ button: offered.button }, offered.title);
    });
    group.append(element("li", "", button));
  }
  return group;
}

function show(turn, isLast) {
  const mine = turn.who === "visitor";
  const item = element("li", mine ? "message visiteur" : "message assistant");
  item.append(element("p", "qui", mine ? "Vous" : "Assistant"));
  item.append(...(mine ? [element("p", "texte", turn.text)] : textBlocks(turn.text ?? "", turn.steps)));
  for (const file of turn.documents ?? []) item.append(documentCard(file));
  for (const page of turn.links ?? []) item.append(element("p", "lien", link(page.title, page.url)));
  for (const source of turn.sources ?? []) item.append(sourceLine(source));
  if (turn.choices?.length) item.append(checkboxes(turn.choices, !isLast, sayChoices));
  if (turn.buttons?.length) item.append(choices(turn.buttons, !isLast));
  if (turn.answer) item.append(opinion(turn, () => conversation.session, save));
  list.append(item);
  return item;
}

function add(turn) {
  conversation.turns.push(turn);
  return show(turn, true);
}

function retireButtons() {
  for (const button of list.querySelectorAll(".choix button, .cases button")) {
    button.setAttribute("aria-disabled", "true");
  }
  for (const box of list.querySelectorAll(".cases input")) box.disabled = true;
}

// Nobody types the apostrophes and the spaces of typography.
function plain(text) {
  return text.toLowerCase().replaceAll("’", "'").replace(/\s+/gu, " ");
}

// Buttons of the last answer, which may be made of several messages.
function lastAnswer() {
  const asked = conversation.turns.findLastIndex((turn) => turn.who === "visitor");
  return conversation.turns.slice(asked + 1);
}

// --- Talking ---

function say(body, words) {
  retireButtons();
  add({ who: "visitor", text: words }).scrollIntoView({ block: "nearest" });
  send({ body, words });
}

function sayChoices(words) {
  if (!busy) say({ text: words }, words);
}

async function send(message) {
  const mine = round;
  conversation.pending = message;
  save();
  setBusy(true);
  forget();
  const body = { ...message.body, ...(conversation.session && { session: conversation.session }) };
  const { problem, answer } = await post(MESSAGES_URL, body, timeoutMs);
  if (mine !== round) return;
  setBusy(false);
  if (problem) {
    fail(problem, message);
    return;
  }
  conversation.session = answer.session;
  conversation.pending = null;
  const items = answer.messages.map((said) => add({ who: "assistant", ...said }));
  save();
  // The beginning of a long answer is what one wants to read first; above the greeting there is the title.
  if (message.words) items[0]?.scrollIntoView({ block: "start" });
}

function fail(problem, message) {
  const canRetry = !problem.status || problem.status === 429 || problem.status >= 500;
  alertText.replaceChildren(...withLinks(problem.detail ?? NETWORK_PROBLEM.detail));
  if (canRetry) {
    offerRetry(problem.sent === "no", message);
  } else {
    takeBack(message);
  }
  // The alert has taken room from the list.
  list.lastElementChild?.scrollIntoView({ block: "nearest" });
  incident.scrollIntoView({ block: "nearest" });
}

// The same message would be refused again: the words go back to the field.
function takeBack(message) {
  conversation.pending = null;
  if (message.words) {
    conversation.turns.pop();
    list.lastElementChild?.remove();
    if (message.body.text && !field.value) field.value = message.words;
    count();
  }
  save();
}

function offerRetry(nothingSent, message) {
  retryButton.textContent = nothingSent ? "Réessayer (rien n’a été transmis)" : "Réessayer (envoi incertain)";
  retryButton.hidden = false;
  retryButton.onclick = () => {
    // The button is about to disappear: the focus goes where the visitor will go on.
    field.focus();
    send(message);
  };
}

function forget() {
  alertText.textContent = "";
  retryButton.hidden = true;
  field.removeAttribute("aria-invalid");
}

function setBusy(isBusy) {
  busy = isBusy;
  state.textContent = isBusy ? "L’assistant écrit…" : "";
  sendButton.setAttribute("aria-disabled", String(isBusy));
}

function begin() {
  round += 1;
  conversation = { session: null, turns: [], pending: null };
  list.replaceChildren();
  send({ body: GREETING, words: null });
}

// --- Field ---

function count() {
  const left = maxChars - [...field.value.trim()].length;
  const number = new Intl.NumberFormat("fr-FR").format(Math.abs(left));
  const plural = Math.abs(left) > 1 ? "s" : "";
  counter.textContent = left < 0 ? `${number} caractère${plural} en trop` : `${number} caractère${plural} restant${plural}`;
  counter.classList.toggle("trop", left < 0);
  // Spoken only when it matters.
  counter.setAttribute("aria-live", left <= FEW_CHARACTERS ? "polite" : "off");
  return left;
}

function refuse(reason) {
  forget();
  alertText.textContent = reason;
  field.setAttribute("aria-invalid", "true");
  field.focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (busy) return;
  const text = field.value.trim();
  if (!text) {
    refuse("Écrivez votre message avant de l’envoyer.");
    return;
  }
  if (count() < 0) {
    refuse("Votre message est trop long. Raccourcissez-le, ou envoyez-le en plusieurs fois.");
    return;
  }
  field.value = "";
  count();
  const buttons = lastAnswer().flatMap((turn) => turn.buttons ?? []);
  const typed = buttons.find((button) => plain(button.title) === plain(text));
  say(typed ? { button: typed.button } : { text }, text);
});

field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

field.addEventListener("input", count);

restartButton.addEventListener("click", () => {
  const written = conversation.turns.some((turn) => turn.who === "visitor");
  if (!written || window.confirm("Effacer cette conversation et en commencer une nouvelle ?")) begin();
});

// --- Start ---

restore();
for (const part of [log, form, restartButton]) part.hidden = false;
count();
if (conversation.session === null && !conversation.pending?.words) {
  begin();
} else {
  // What was already read is not spoken again after a reload.
  log.setAttribute("aria-live", "off");
  const live = new Set(conversation.pending ? [] : lastAnswer());
  for (const turn of conversation.turns) show(turn, live.has(turn));
  list.lastElementChild?.scrollIntoView({ block: "end" });
  setTimeout(() => log.setAttribute("aria-live", "polite"), 1000);
  if (conversation.pending) fail(NETWORK_PROBLEM, conversation.pending);
}
