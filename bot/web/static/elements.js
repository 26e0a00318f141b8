// What a message is made of on the page: no inline style, no HTML built from text.

const STEP_STATES = { fait: "Fait", en_cours: "En cours", a_venir: "À venir" };

// Trailing punctuation belongs to the sentence, not to the address.
const ADDRESSES = /https?:\/\/[^\s<>«»"]+[^\s<>«»".,;:!?…)\]]|www\.[^\s<>«»"]+[^\s<>«»".,;:!?…)\]]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu;

export function element(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

export function link(title, address) {
  const url = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : null;
  if (!["http:", "https:", "mailto:"].includes(url?.protocol)) return document.createTextNode(title);
  const anchor = element("a", "", title);
  anchor.href = url.href;
  anchor.rel = "noreferrer";
  return anchor;
}

export function withLinks(text) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(ADDRESSES)) {
    const address = found[0];
    const scheme = /^https?:/iu.test(address) ? "" : address.includes("@") ? "mailto:" : "https://";
    parts.push(text.slice(end, found.index), link(address, scheme + address));
    end = found.index + address.length;
  }
  return [...parts, text.slice(end)];
}

// A line is a paragraph; lines that begin with a dash or a number make a list.
function paragraphs(text) {
  const blocks = [];
  for (const line of text.split("\n").filter(Boolean)) {
    const [, number, item] = /^(?:-|(\d+)\.)\s(.+)$/u.exec(line) ?? [];
    if (!item) {
      blocks.push(element("p", "texte", ...withLinks(line)));
      continue;
    }
    const tag = number ? "ol" : "ul";
    if (blocks.at(-1)?.localName !== tag) {
      blocks.push(element(tag, "texte"));
      if (number) blocks.at(-1).start = number;
    }
    blocks.at(-1).append(element("li", "", ...withLinks(item)));
  }
  return blocks;
}

function weight(bytes) {
  const number = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });
  return bytes < 1e6 ? `${number.format(Math.ceil(bytes / 1000))} ko` : `${number.format(bytes / 1e6)} Mo`;
}

export function sourceLine(source) {
  const title = source.url ? link(source.title, source.url) : source.title;
  return element("p", "source", "Source : ", title, `, ${source.publisher}, ${source.date}`);
}

export function documentCard(file) {
  const anchor = link(`Télécharger ${file.file_name}`, file.url);
  anchor.append(element("span", "detail", ` ${file.format.toUpperCase()} – ${weight(file.size)}`));
  return element("p", "document", anchor);
}

// The state is in words and in the shape of the mark; colour comes on top.
function stepList(steps) {
  const list = element("ol", "etapes");
  // Without its marks, a list is no list for some screen readers.
  list.setAttribute("role", "list");
  list.setAttribute("aria-label", "Étapes de la démarche");
  for (const { number, title, state } of steps) {
    const item = element(
      "li",
      `etape ${state}`,
      element("span", "numero", String(number)),
      " ",
      element("span", "titre", title),
      " ",
      element("span", "situation", STEP_STATES[state] ?? ""),
    );
    if (state === "en_cours") item.setAttribute("aria-current", "step");
    list.append(item);
  }
  return list;
}

// Several choices at once; the titles are sent as words, so that typing them does the same.
export function checkboxes(offered, used, send) {
  const group = element("fieldset", "cases", element("legend", "", "Cochez un ou plusieurs choix"));
  for (const { title, value } of offered) {
    const box = element("input", "");
    box.type = "checkbox";
    box.value = value;
    box.dataset.title = title;
    box.disabled = used;
    group.append(element("label", "case", box, " ", element("span", "", title)));
  }
  const missing = element("p", "manque");
  missing.setAttribute("role", "alert");
  const button = element("button", "secondaire", "Valider");
  button.type = "button";
  button.setAttribute("aria-disabled", String(used));
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    const chosen = [...group.querySelectorAll("input:checked")].map((box) => box.dataset.title);
    missing.textContent = chosen.length ? "" : "Cochez au moins un choix, ou écrivez votre réponse.";
    if (chosen.length) send(chosen.join(", "));
  });
  group.append(missing, button);
  return group;
}

// The card says the numbered lines again: it takes their place.
export function textBlocks(text, steps) {
  const blocks = paragraphs(text);
  if (!steps?.length) return blocks;
  const numbered = blocks.findIndex((block) => block.localName === "ol");
  blocks.splice(numbered < 0 ? blocks.length : numbered, numbered < 0 ? 0 : 1, stepList(steps));
  return blocks;
}
