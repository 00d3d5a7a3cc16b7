// Returns the texts whose contrast is below 4.5:1, by the definition of relative luminance of WCAG 2.2.
const parse = (color) => {
	const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
	return { rgb: [r, g, b], a };
};
const luminance = (rgb) => {
	const [r, g, b] = rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const paper = (element) => {
	for (let e = element; e; e = e.parentElement) {
		const { rgb, a } = parse(getComputedStyle(e).backgroundColor);
		if (a === 1) return rgb;
	}
	return [255, 255, 255];
};
const bad = [];
for (const element of document.body.querySelectorAll("*")) {
	const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
	if (!own || element.closest("script, style, noscript, :disabled") || !element.checkVisibility()) continue;
	const [x, y] = [luminance(parse(getComputedStyle(element).color).rgb), luminance(paper(element))];
	const contrast = (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
	if (contrast < 4.5) bad.push(`${element.tagName} ${element.className} ${element.textContent.slice(0, 20)} ${contrast.toFixed(2)}`);
}
return [...new Set(bad)].slice(0, 10);
