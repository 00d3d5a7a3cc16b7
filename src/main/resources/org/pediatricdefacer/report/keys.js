// The keyboard: every key of the page stands here, and the help is made from it.
const Keys = (() => {
	const inScan = (action) => () => ScanView.isOpen() && action();
	const inTable = (action) => () => !ScanView.isOpen() && action();
	const steps = (by) => () => Overview.select(Overview.selected() + by);
	const page = 10;

	const all = [
		...report.ratings.map((r) => ({ keys: [r.key], shown: r.key.toUpperCase(), text: `rate: ${r.text} (again: take it back)`, does: inScan(() =>
			ScanView.rate(r.text)) })),
		{ keys: ["n"], shown: "N", text: "write a note; Enter keeps it", does: inScan(() => byId("note").focus()) },
		{ keys: ["ArrowRight", "j"], shown: "\u2192 or J", text: "next scan", does: inScan(() => ScanView.move(1)) },
		{ keys: ["ArrowLeft", "k"], shown: "\u2190 or K", text: "previous scan", does: inScan(() => ScanView.move(-1)) },
		{ keys: ["o"], shown: "O", text: "outlines on and off", does: inScan(() => ScanView.toggleOutlines()) },
		{ keys: ["t", "Escape"], shown: "T or Esc", text: "back to the table", does: inScan(() => ScanView.close()) },
		{ keys: ["ArrowDown", "j"], shown: "\u2193 or J", text: "in the table: next row (Enter opens it)", does: inTable(steps(1)) },
		{ keys: ["ArrowUp", "k"], shown: "\u2191 or K", text: "in the table: previous row", does: inTable(steps(-1)) },
		{ keys: ["PageDown"], shown: "Page down", text: "in the table: ten rows on", does: inTable(steps(page)) },
		{ keys: ["PageUp"], shown: "Page up", text: "in the table: ten rows back", does: inTable(steps(-page)) },
		{ keys: ["/"], shown: "/", text: "find in the table", does: inTable(() => byId("find").focus()) },
		{ keys: ["d"], shown: "D", text: "download the ratings", does: () => Page.download() },
		{ keys: ["?"], shown: "?", text: "this list", does: () => byId("help").showModal() },
	];

	// What is typed into fields belongs to them; Escape and Enter lead out of them.
	function typing(event) {
		const { target } = event;
		if (!target.matches("input:not([type=checkbox]), select")) return false;
		if (event.key === "Escape" || event.key === "Enter" && target.type === "text") target.blur();
		if (event.key === "Escape" && ScanView.isOpen()) byId("scan-name").focus();
		if (target.id === "find" && (event.key === "ArrowDown" || event.key === "Enter")) Overview.select(0);
		return true;
	}

	function press(event) {
		if (event.ctrlKey || event.altKey || event.metaKey || byId("help").open || typing(event)) return;
		const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
		for (const { keys, does } of all)
			if (keys.includes(name) && does() !== false) {
				event.preventDefault();
				return;
			}
	}

	function start() {
		byId("help-keys").replaceChildren(...all.flatMap(({ shown, text }) => [make("dt", {}, make("kbd", {}, shown)), make("dd", {}, text)]));
		byId("help-open").onclick = () => byId("help").showModal();
		byId("help-close").onclick = () => byId("help").close();
		addEventListener("keydown", press);
	}

	return { start };
})();
