'use strict';
const WIDTH = 420, HEIGHT = 260, MARGIN = { top: 10, right: 12, bottom: 46, left: 56 };

function canvas(place, caption, detail, label) {
	const figure = d3.select(place).append('figure');
	const text = figure.append('figcaption').text(caption);
	if (detail) text.append('small').text(detail);
	return figure.append('svg').attr('viewBox', `0 0 ${WIDTH} ${HEIGHT}`).attr('role', 'img').attr('aria-label', label);
}

function axes(svg, x, y, xLabel, yLabel) {
	svg.append('g').attr('transform', `translate(0,${HEIGHT - MARGIN.bottom})`).call(d3.axisBottom(x).ticks(6));
	svg.append('g').attr('transform', `translate(${MARGIN.left},0)`).call(d3.axisLeft(y).ticks(6));
	svg.append('text').attr('x', (WIDTH + MARGIN.left) / 2).attr('y', HEIGHT - 8).attr('text-anchor', 'middle').text(xLabel);
	svg.append('text').attr('transform', 'rotate(-90)').attr('x', -(HEIGHT - MARGIN.bottom) / 2).attr('y', 14)
		.attr('text-anchor', 'middle').text(yLabel);
}

/** The five numbers of a box plot; whiskers end at the last values within 1.5 times the length of the box. */
function box(values) {
	const sorted = values.slice().sort(d3.ascending);
	const [low, middle, high] = [0.25, 0.5, 0.75].map(share => d3.quantile(sorted, share));
	const reach = 1.5 * (high - low);
	const inside = sorted.filter(v => v >= low - reach && v <= high + reach);
	return { low, middle, high, from: inside[0], to: inside[inside.length - 1] };
}

function columns(by) {
	const rows = by ? data.scans.filter(row => row.region === 'facemask') : data.scans;
	const name = row => by ? row.groups[by] || 'not known' : row.region;
	return d3.groups(rows, name);
}

function boxPlot(score, by) {
	const groups = columns(by).map(([name, rows]) => ({ name, rows: rows.filter(row => Number.isFinite(row[score.column])), all: rows.length }))
		.filter(group => group.rows.length > 0);
	if (groups.length === 0) return;
	const values = groups.flatMap(group => group.rows.map(row => row[score.column]));
	const hidden = d3.sum(groups, group => group.all) - values.length;
	const label = `${score.title}. ` + groups.map(group => `${group.name}: median `
		+ `${d3.format('.3f')(d3.median(group.rows, row => row[score.column]))} of ${group.rows.length} scans`).join('; ') + '.';
	const svg = canvas('#plots', score.title, hidden > 0 ? `${hidden} undefined or infinite values not drawn` : '', label);
	const x = d3.scaleBand(groups.map(group => group.name), [MARGIN.left, WIDTH - MARGIN.right]).padding(0.3);
	const range = score.share ? [Math.min(0.5, d3.min(values)), 1] : d3.extent([0, ...values]);
	const y = d3.scaleLinear(range, [HEIGHT - MARGIN.bottom, MARGIN.top]).nice();
	axes(svg, x, y, by || 'region', score.unit || 'share');
	for (const group of groups) {
		const numbers = box(group.rows.map(row => row[score.column]));
		const left = x(group.name), width = x.bandwidth(), middle = left + width / 2;
		const line = (kind, x1, y1, x2, y2) => svg.append('line').attr('class', kind).attr('x1', x1).attr('y1', y1).attr('x2', x2).attr('y2', y2);
		line('whisker', middle, y(numbers.from), middle, y(numbers.low));
		line('whisker', middle, y(numbers.high), middle, y(numbers.to));
		svg.append('rect').attr('class', 'box').attr('x', left).attr('width', width).attr('y', y(numbers.high))
			.attr('height', Math.max(1, y(numbers.low) - y(numbers.high)));
		line('median', left, y(numbers.middle), left + width, y(numbers.middle));
		group.rows.forEach((row, i) => {
			const value = row[score.column], far = value < numbers.from || value > numbers.to;
			// The golden ratio spreads neighbors in the list without chance.
			const at = middle + ((i * 0.618034) % 1 - 0.5) * width * 0.8;
			svg.append('path').attr('class', far ? 'dot far' : 'dot').attr('transform', `translate(${at},${y(value)})`)
				.attr('d', d3.symbol(far ? d3.symbolDiamond : d3.symbolCircle, far ? 60 : 22)()).append('title').text(`${row.scan}: ${value}`);
		});
	}
}

function agreement() {
	const rows = data.scans.filter(row => row.region === 'facemask');
	const points = rows.map(row => ({ scan: row.scan, mean: (row.reference_ml + row.predicted_ml) / 2, difference: row.predicted_ml - row.reference_ml }));
	if (points.length === 0) return;
	const bias = d3.mean(points, p => p.difference), spread = 1.96 * (d3.deviation(points, p => p.difference) || 0);
	const one = d3.format('.1f');
	const svg = canvas('#agreement', 'Volume of the facemask', `bias ${one(bias)} ml, limits of agreement ${one(bias - spread)} to ${one(bias + spread)} ml`,
		`Bland-Altman plot of ${points.length} scans: bias ${one(bias)} ml, limits ${one(bias - spread)} to ${one(bias + spread)} ml.`);
	const x = d3.scaleLinear(d3.extent(points, p => p.mean), [MARGIN.left + 8, WIDTH - MARGIN.right - 30]).nice();
	const y = d3.scaleLinear(d3.extent([0, bias - spread, bias + spread, ...points.map(p => p.difference)]),
		[HEIGHT - MARGIN.bottom, MARGIN.top]).nice();
	axes(svg, x, y, 'mean of predicted and reference (ml)', 'predicted - reference (ml)');
	for (const [kind, level, text] of [['limit', bias + spread, '+1.96 SD'], ['bias', bias, 'bias'], ['limit', bias - spread, '-1.96 SD']]) {
		svg.append('line').attr('class', kind).attr('x1', MARGIN.left).attr('x2', WIDTH - MARGIN.right).attr('y1', y(level)).attr('y2', y(level));
		svg.append('text').attr('class', 'mark').attr('x', WIDTH - MARGIN.right).attr('y', y(level) - 3).attr('text-anchor', 'end').text(text);
	}
	for (const p of points)
		svg.append('circle').attr('class', 'dot').attr('cx', x(p.mean)).attr('cy', y(p.difference)).attr('r', 3)
			.append('title').text(`${p.scan}: ${one(p.difference)} ml`);
}

function draw() {
	d3.select('#plots').selectAll('*').remove();
	for (const score of data.scores) boxPlot(score, document.querySelector('#by').value);
}

for (const kind of data.kinds) d3.select('#by').append('option').attr('value', kind).text(`facemask by ${kind}`);
document.querySelector('#by').addEventListener('change', draw);
draw();
agreement();
