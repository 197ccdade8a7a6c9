// Returns the visible element with a role and an accessible name; the exact name before a name that contains it.
// `name#2` is the second of several.
const [role, asked] = arguments;
const [, wanted, nth] = asked.match(/^(.*?)(?:#(\d))?$/s);
const roles = {
  button: "button, [role=button], summary",
  link: "a[href], [role=link]",
  textbox: "input:not([type=radio],[type=checkbox],[type=hidden],[type=file]), textarea, [role=textbox]",
  radio: "input[type=radio], [role=radio]",
  checkbox: "input[type=checkbox], [role=checkbox], [role=switch]",
  combobox: "select, [role=combobox]",
  tab: "[role=tab]",
  menuitem: "[role=menuitem]",
  heading: "h1, h2, h3, [role=heading]",
  dialog: "dialog[open], [role=dialog]",
  listitem: "li, [role=listitem]",
  any: "button, a[href], summary, [role=button], [role=link], [role=tab], [role=menuitem]",
};
const clean = text => (text ?? "").replace(/\s+/g, " ").trim();
const spoken = element => {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("[aria-hidden=true], select, textarea").forEach(hidden => hidden.remove());
  return clean(copy.textContent);
};
const nameOf = element => {
  const by = element.getAttribute("aria-labelledby");
  if (by) return clean(by.split(/\s+/).map(id => document.getElementById(id)?.textContent ?? "").join(" "));
  const label = element.getAttribute("aria-label");
  if (label) return clean(label);
  if (element.labels?.length) return clean([...element.labels].map(spoken).join(" "));
  return spoken(element) || clean(element.getAttribute("title")) || clean(element.getAttribute("placeholder"));
};
const tappable = ["radio", "checkbox"].includes(role);
const visible = element => {
  const box = tappable ? element.labels?.[0] ?? element : element;
  return box.checkVisibility({ visibilityProperty: true }) && box.getClientRects().length > 0 && !element.disabled;
};
const modal = [...document.querySelectorAll("dialog[open]")].findLast(dialog => dialog.matches(":modal"));
const found = [...(modal ?? document).querySelectorAll(roles[role])].filter(visible);
const exact = found.filter(element => nameOf(element) === wanted);
const fitting = exact.length ? exact : found.filter(element => nameOf(element).includes(wanted));
return fitting[(nth ?? 1) - 1] ?? null;
