// Makes elements. Text goes in as text, never as markup.
function make(tag, attributes = {}, ...children) {
	const element = tag === "svg" || tag === "path" ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (name === "onclick" || name === "oninput" || name === "onchange") element[name] = value;
		else if (value === true) element.setAttribute(name, "");
		else if (value !== false && value != null) element.setAttribute(name, value);
	}
	element.append(...children.filter((child) => child != null));
	return element;
}

const byId = (id) => document.getElementById(id);
const symbols = { pass: "\u2713", review: "?", fail: "\u2715" };
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function mark(kind, text) {
	const sign = symbols[kind] ? make("span", { "aria-hidden": "true" }, symbols[kind]) : null;
	return make("span", { class: "mark " + kind }, sign, text);
}

function ratingMark(value) {
	if (!value) return mark("none", "\u2013");
	return mark(value === "pass" ? "pass" : value === "review later" ? "review" : "fail", value);
}

function number(value, measure) {
	if (value == null) return "\u2013";
	return (measure.percent ? 100 * value : value).toFixed(measure.digits);
}

function median(values) {
	const sorted = values.slice().sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function say(text) {
	byId("say").textContent = text;
}
