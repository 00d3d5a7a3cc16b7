// One scan: pictures, numbers, reasons, and the rating. Built when it is opened, since its pictures are large.
const ScanView = (() => {
	let current = -1;
	let outlines = true;

	const details = (index) => JSON.parse(byId("scan-" + index).textContent);
	const png = (data) => "data:image/png;base64," + data;

	function picture(data, alt, width, height, paths, edges) {
		const stack = make("div", { class: "stack" }, make("img", { src: png(data), alt, draggable: "false" }));
		stack.style.aspectRatio = `${width} / ${height}`;
		stack.style.maxWidth = `calc(${width / height} * ${paths ? "26rem" : "17rem"})`;
		if (paths) {
			const svg = make("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" });
			for (const name of ["brain", "removed"]) svg.append(make("path", { class: name, d: paths[name] }));
			stack.append(svg);
		}
		const caption = edges.map((text) => make("span", {}, text));
		return make("figure", {}, make("div", { class: "frame" }, stack), make("figcaption", {}, ...caption));
	}

	function views(scan, list, when) {
		const shown = list.filter((view) => view[when]);
		return shown.length ? make("div", { class: "pictures views" }, ...shown.map((view) => picture(view[when],
			`The head seen from: ${view.label}, ${when} defacing`, view.width, view.height, null, [capital(view.label)]))) : null;
	}

	function planes(scan, list, when, outline) {
		const shown = list.filter((plane) => plane[when]);
		return shown.length ? make("div", { class: "pictures planes" }, ...shown.map((plane) => picture(plane[when],
			`${capital(plane.label)} plane through the face ${when} defacing, with the outlines of ${outline} and brain`, plane.width, plane.height,
			plane, [plane.left, capital(plane.label), plane.right]))) : null;
	}

	function keyLine(name, text) {
		const svg = make("svg", { viewBox: "0 0 28 12", "aria-hidden": "true" }, make("path", { d: "M2 6h24", fill: "none",
			stroke: `var(--${name})`, "stroke-width": "2", "stroke-dasharray": name === "brain" ? "5 3" : null }));
		return make("span", { class: "key-line" }, svg, text);
	}

	function pictures(scan, data) {
		if (!data.views.length) return [make("p", { class: "banner" }, "There are no pictures: " + data.without)];
		const before = data.views.some((view) => view.before);
		const head = (text, ...more) => make("div", { class: "section-head" }, make("h3", {}, text), ...more);
		const outlineKeys = [keyLine("removed", data.outline), keyLine("brain", data.brain), make("span", { class: "key-line" }, make("kbd", {}, "O"),
			"outlines")];
		return [
			before ? head("The outside before defacing") : null, before ? views(scan, data.views, "before") : null,
			head("The outside after defacing, as a 3D viewer shows it"), views(scan, data.views, "after"),
			before ? head("Planes before defacing", ...outlineKeys) : null, before ? planes(scan, data.planes, "before", data.outline) : null,
			head("Planes after defacing", ...(before ? [] : outlineKeys)), planes(scan, data.planes, "after", data.outline),
		];
	}

	function reasons(scan, data) {
		const items = scan.reasons.map((reason) => make("li", {}, mark(reason.weight, reason.weight === "pass" ? "note" : reason.weight), make("span",
			{}, reason.text)));
		const warnings = data.warnings.map((text) => make("li", {}, mark("none", "assumed"), make("span", {}, text)));
		const all = [...items, ...warnings];
		return make("section", { class: "card" }, make("h2", {}, "Reasons"), all.length ? make("ul", {}, ...all) :
			make("p", { class: "quiet" }, "Every check passed; there is nothing to remark."));
	}

	function numbers(scan) {
		const lines = report.measures.map((measure) => make("tr", {}, make("th", { scope: "row" }, measure.label), make("td", { class: "number" },
			number(scan.values[measure.key], measure)), make("td", {}, scan.values[measure.key] == null ? "not measured" : measure.unit)));
		return make("section", { class: "card" }, make("h2", {}, "Numbers"), make("table", {}, make("tbody", {}, ...lines)));
	}

	function features(data) {
		if (!data.features.length) return null;
		const cells = (row) => row.slice(1).map((text) => make("td", { class: "number" }, text));
		const head = make("tr", {}, ...["Feature", "left", "thinnest cut", "median cut"].map((text, i) => make("th", { scope: "col", class: i ? "number" :
			null }, text)));
		const lines = data.features.map((row) => make("tr", {}, make("th", { scope: "row" }, row[0]), ...cells(row)));
		return make("section", { class: "card" }, make("h2", {}, "Feature by feature"), make("table", {}, make("thead", {}, head), make("tbody", {},
			...lines)));
	}

	function earlier(scan) {
		if (!scan.ratings.length) return null;
		const lines = scan.ratings.map((r) => make("li", {}, ratingMark(r.rating), make("span", {}, [r.rater, r.rated_at, r.note,
			r.stale ? "given for other files than these: does not count" : ""].filter(Boolean).join(" \u00b7 "))));
		return make("section", { class: "card" }, make("h2", {}, "Ratings read from tables"), make("ul", {}, ...lines));
	}

	function method(data) {
		return make("section", { class: "card" }, make("h2", {}, "How it was defaced"), ...(data.settings.length ? data.settings :
			["Nothing is known: there is no record."]).map((line) => make("p", { class: "quiet" }, line)));
	}

	function rateBar(scan) {
		const given = Ratings.of(scan);
		const buttons = report.ratings.map((r) => make("button", { type: "button", "data-rating": r.text, "aria-pressed": String(given.rating === r.text),
			onclick: () => rate(r.text) }, capital(r.text) + " ", make("kbd", {}, r.key.toUpperCase())));
		const onward = make("input", { type: "checkbox", id: "onward", onchange: (event) => (goOn = event.target.checked) });
		onward.checked = goOn;
		return make("div", { class: "rate", role: "group", "aria-label": "Rate this scan" }, ...buttons,
			make("input", { type: "text", id: "note", value: given.note, "aria-label": "Note (key N)", placeholder: "Note (N)",
				onchange: (event) => note(event.target.value) }),
			make("input", { type: "text", class: "rater", value: Ratings.rater(), "aria-label": "Your initials", placeholder: "Your initials",
				onchange: (event) => Ratings.setRater(event.target.value) }),
			make("label", { class: "check" }, onward, "go on after rating"));
	}

	let goOn = true;

	function title(scan) {
		const heading = make("h2", { id: "scan-name", tabindex: "-1" }, scan.name);
		return make("div", { class: "scan-title" }, heading, mark(scan.verdict, "Program: " + scan.verdict));
	}

	function bar(index) {
		const order = Overview.order();
		const position = order.indexOf(index);
		const step = (by, label, key) => make("button", { type: "button", disabled: !order.includes(order[position + by]), onclick: () => move(by) },
			label + " ", make("kbd", {}, key));
		return make("div", { class: "scan-bar" }, make("button", { type: "button", onclick: close }, "All scans ", make("kbd", {}, "T")), make("span",
			{ class: "grow" }), make("span", { class: "quiet" }, position < 0 ? "not in the filtered table" : `${position + 1} of ${order.length}`),
			step(-1, "Previous", "\u2190"), step(1, "Next", "\u2192"));
	}

	function open(index) {
		const scan = report.scans[index];
		const data = details(index);
		current = index;
		byId("overview").hidden = true;
		const view = byId("scan");
		view.hidden = false;
		view.classList.toggle("no-outlines", !outlines);
		view.replaceChildren(...[bar(index), title(scan), rateBar(scan), ...pictures(scan, data), make("div", { class: "facts" }, ...[reasons(scan, data),
			numbers(scan), features(data), earlier(scan), method(data)].filter(Boolean))].filter(Boolean));
		scrollTo(0, 0);
		byId("scan-name").focus({ preventScroll: true });
		say(`${scan.name}, ${scan.verdict}, ${Ratings.of(scan).rating || "not rated"}`);
		const position = Overview.order().indexOf(index);
		if (position >= 0) Overview.select(position, false);
	}

	function close() {
		hide();
		if (location.hash) location.hash = "";
	}

	function hide() {
		const index = current;
		current = -1;
		byId("scan").hidden = true;
		byId("scan").replaceChildren();
		byId("overview").hidden = false;
		Overview.update();
		const position = Overview.order().indexOf(index);
		Overview.select(position >= 0 ? position : Overview.selected());
	}

	function move(by) {
		const order = Overview.order();
		const next = order[order.indexOf(current) + by];
		if (next !== undefined) go(next);
		return next !== undefined;
	}

	// The scan is shown before the address tells of it, so that the next key is for this scan, however fast it comes.
	function go(index) {
		open(index);
		location.hash = index + 1;
	}

	function rate(text) {
		const index = current;
		const again = Ratings.of(report.scans[index]).rating === text;
		Ratings.set(report.scans[index], { rating: again ? "" : text });
		Overview.refresh(index);
		for (const button of byId("scan").querySelectorAll("[data-rating]"))
			button.setAttribute("aria-pressed", String(!again && button.dataset.rating === text));
		say(again ? "rating taken back" : `rated ${text}`);
		if (!again && goOn && !move(1)) say(`rated ${text}; this was the last scan`);
	}

	function note(text) {
		Ratings.set(report.scans[current], { note: text });
	}

	function toggleOutlines() {
		outlines = !outlines;
		byId("scan").classList.toggle("no-outlines", !outlines);
		say(outlines ? "outlines shown" : "outlines hidden");
	}

	return { open, go, close, hide, move, rate, toggleOutlines, isOpen: () => current >= 0, shows: (index) => current === index };
})();
