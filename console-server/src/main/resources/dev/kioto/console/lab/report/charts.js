/* Percentiles, distributions and the matrix of settings. The charts are drawn by ECharts. */

const drawn = [];

/* A chart in an element; drawn again when the colours change. */
function chart(element, options) {
  const one = { element, options, instance: null };
  drawn.push(one);
  draw(one);
  return one;
}

function draw(one) {
  if (one.instance) one.instance.dispose();
  one.instance = echarts.init(one.element, null, { renderer: 'svg' });
  one.instance.setOption({ animation: false, textStyle: { fontFamily: 'inherit', color: styleOf('--muted') }, ...one.options() });
}

const axisLook = () => ({
  axisLine: { lineStyle: { color: styleOf('--border') } }, axisTick: { show: false },
  axisLabel: { color: styleOf('--muted'), fontSize: 11 }, splitLine: { lineStyle: { color: styleOf('--line') } },
});
const tooltipLook = () => ({
  backgroundColor: styleOf('--page'), borderColor: styleOf('--border'), textStyle: { color: styleOf('--text'), fontSize: 12 }, confine: true,
});

/* Lines of a tooltip: a colour, a name, a value. As an element, so that names stay text. */
const lines = (title, rows) => make('div', {}, make('b', {}, title), rows.map(([colour, name, value]) =>
  make('div', { style: 'display:flex;gap:8px;align-items:center' }, make('i', { style: 'width:9px;height:9px;border-radius:2px;background:' + colour }),
    make('span', {}, name), make('span', { class: 'number', style: 'margin-left:auto;padding-left:14px' }, value))));

const powers = (least, most) => ({ min: 10 ** Math.floor(Math.log10(Math.max(1, least)) + 1e-9), max: 10 ** Math.ceil(Math.log10(Math.max(10, most)) - 1e-9) });
/* Of many areas over each other each has to be fainter. */
const faint = (arms, opacity) => opacity * Math.min(1, 3 / arms.length);
const named = name => comparison.distributions.filter(distribution => distribution.name === name);

/* --- percentiles ------------------------------------------------------------------------------------------------- */

function percentileChart(name) {
  const arms = named(name).filter(distribution => distribution.percentiles.length);
  if (!arms.length) return null;
  const element = make('div', { class: 'chart', role: 'img', 'aria-label': name + ', percentile by percentile' });
  const points = [...new Set(arms.flatMap(arm => arm.percentiles.map(band => band.percentile)))].sort((a, b) => a - b);
  const band = (arm, point) => arm.percentiles.find(one => one.percentile === point);
  const all = arms.flatMap(arm => arm.percentiles.flatMap(one => [one.least, one.most])).filter(value => value > 0);
  const card = make('div', { class: 'card' }, make('h3', {}, name + ', percentile by percentile'),
    make('p', { class: 'hint' }, 'The line is the median of the runs, the band reaches from the least of them to the most.'), element);
  return [card, () => chart(element, () => ({
    grid: { left: 66, right: 26, top: 14, bottom: 28 },
    tooltip: { trigger: 'axis', ...tooltipLook(), formatter: marks => {
      const at = points[(marks.find(mark => mark.seriesType === 'line') || marks[0]).dataIndex];
      return lines(percentileName(at), arms.map(arm => {
        const one = band(arm, at);
        return [armColour(arm.arm), arm.arm, one ? duration(one.median) + '  (' + duration(one.least) + ' to ' + duration(one.most) + ')' : '–'];
      }));
    } },
    xAxis: { type: 'category', data: points.map(percentileName), boundaryGap: false, ...axisLook(), splitLine: { show: true, lineStyle: { color: styleOf('--line') } } },
    yAxis: { type: 'log', ...powers(Math.min(...all), Math.max(...all)), ...axisLook(), axisLabel: { ...axisLook().axisLabel, formatter: decade } },
    series: arms.flatMap(arm => [bandSeries(arm, points, band, faint(arms, 0.2)), {
      type: 'line', name: arm.arm, data: points.map(point => { const one = band(arm, point); return one && one.median > 0 ? one.median : null; }),
      symbolSize: 5, symbol: 'circle', lineStyle: { width: 2 }, color: armColour(arm.arm), z: 4,
    }]),
  }))];
}

function bandSeries(arm, points, band, shade) {
  const edges = points.map((point, i) => [i, band(arm, point)]).filter(([, one]) => one && one.least > 0);
  return {
    type: 'custom', silent: true, tooltip: { show: false }, data: edges.length ? [[0, edges[0][1].median]] : [], z: 2, clip: true,
    renderItem: (_, api) => ({ type: 'polygon', style: { fill: armColour(arm.arm), opacity: shade }, shape: {
      points: [...edges.map(([i, one]) => api.coord([i, one.most])), ...edges.map(([i, one]) => api.coord([i, one.least])).reverse()] } }),
  };
}

/* --- distributions ----------------------------------------------------------------------------------------------- */

const BINS = 16; // in each power of ten

/* Shares of what was counted per bin of equal width on the logarithmic axis, a little smoothed: buckets are of many widths. */
function density(buckets, from, to) {
  const size = Math.max(1, Math.round((to - from) * BINS)), shares = new Array(size).fill(0);
  const total = buckets.reduce((sum, bucket) => sum + Number(bucket.count), 0) || 1;
  for (const bucket of buckets) {
    const low = (Math.log10(Math.max(1, Number(bucket.fromNanos))) - from) * BINS;
    const high = Math.max(low + 1e-6, (Math.log10(Math.max(1, Number(bucket.toNanos))) - from) * BINS);
    for (let i = Math.max(0, Math.floor(low)); i < Math.min(size, Math.ceil(high)); i++) {
      shares[i] += Number(bucket.count) / total * (Math.min(high, i + 1) - Math.max(low, i)) / (high - low);
    }
  }
  return shares.map((share, i) => [10 ** (from + (i + 0.5) / BINS), ((shares[i - 1] || 0) + 2 * share + (shares[i + 1] || 0)) / 4]);
}

function distributionChart(name) {
  const arms = named(name).filter(distribution => distribution.buckets.length);
  if (!arms.length) return null;
  const element = make('div', { class: 'chart', role: 'img', 'aria-label': name + ', distribution' });
  const edges = arms.flatMap(arm => arm.buckets.filter(bucket => Number(bucket.count) > 0).flatMap(bucket => [Number(bucket.fromNanos), Number(bucket.toNanos)]));
  const axis = powers(Math.min(...edges), Math.max(...edges)), from = Math.log10(axis.min), to = Math.log10(axis.max);
  const shapes = new Map(arms.map(arm => [arm.arm, density(arm.buckets, from, to)]));
  const peak = Math.max(...[...shapes.values()].flat().map(([, share]) => share));
  const card = make('div', { class: 'card' }, make('h3', {}, name + ', distribution'),
    make('p', { class: 'hint' }, 'All runs of a setting together, each as a share of its own; the median and p99 are marked.'), element);
  const options = marks => ({
    grid: { left: 18, right: 26, top: 22 + ROW * Math.max(0, ...marks.map(mark => mark.row)), bottom: 28 },
    tooltip: { trigger: 'axis', ...tooltipLook(), formatter: marks => lines('around ' + duration(marks[0].value[0]),
      marks.map(mark => [armColour(mark.seriesName), mark.seriesName, digits(mark.value[1] * 100) + ' %'])) },
    xAxis: { type: 'log', ...axis, ...axisLook(), axisLabel: { ...axisLook().axisLabel, formatter: decade, hideOverlap: true } },
    yAxis: { type: 'value', show: false, min: 0, max: peak * 1.12 },
    series: arms.map(arm => ({
      type: 'line', name: arm.arm, data: shapes.get(arm.arm), symbol: 'none', smooth: 0.3, color: armColour(arm.arm), lineStyle: { width: 1.8 },
      areaStyle: { opacity: faint(arms, 0.18) },
      markLine: { symbol: 'none', silent: true, data: marks.filter(mark => mark.arms[0] === arm.arm).map(markLine) },
    })),
  });
  return [card, () => chart(element, () => options(marksOf(arms, from, to, element.clientWidth - 44)))];
}

/* The median and p99 of each settings. Those that nearly coincide have one name, and names that would cover each other stand in rows. */
const NEAR = 16, LETTER = 7, ROW = 12, ROWS = 5;
function marksOf(arms, from, to, width) {
  const marks = arms.flatMap(arm => [50, 99].map(point => arm.percentiles.find(band => band.percentile === point)).filter(band => band && band.median > 0)
    .map(band => ({ arms: [arm.arm], band, row: 0, x: (Math.log10(band.median) - from) / (to - from) * width }))).sort((one, other) => one.x - other.x);
  const names = [];
  for (const mark of marks) {
    const near = names.find(name => name.band.percentile === mark.band.percentile && mark.x - name.x < NEAR);
    if (near) near.arms.push(mark.arms[0]);
    else names.push(mark);
    mark.isNamed = !near;
  }
  const free = new Array(ROWS).fill(-Infinity);
  for (const name of names) {
    name.text = [...name.arms].sort().join('') + ' ' + percentileName(name.band.percentile);
    const half = name.text.length * LETTER / 2 + 3;
    name.row = Math.max(0, free.findIndex(end => name.x - half >= end));
    free[name.row] = name.x + half;
  }
  return marks;
}

const markLine = mark => ({
  xAxis: mark.band.median, lineStyle: { color: armColour(mark.arms[0]), type: mark.band.percentile === 50 ? 'dotted' : 'dashed', width: 1 },
  label: { show: mark.isNamed, formatter: mark.text, color: mark.arms.length > 1 ? styleOf('--text') : armColour(mark.arms[0]), fontSize: 11, position: 'end',
    distance: 1 + mark.row * ROW },
});

function distributions() {
  const names = [...new Set(comparison.distributions.map(distribution => distribution.name))];
  if (!names.length) return;
  page.append(...heading('Times', 'Compared as distributions, on logarithmic axes.'));
  const cards = make('div', { class: 'cards' });
  page.append(cards);
  const parts = names.flatMap(name => [percentileChart(name), distributionChart(name)]).filter(Boolean);
  parts.forEach(([card, show]) => { cards.append(card); show(); });
}

/* --- matrix ------------------------------------------------------------------------------------------------------ */

/* 0 is the best, 1 the worst; where neither way is good, 0 is the least. By ratios where all values are positive: what differs by less than a double is
   nearer to the middle, so that a difference of nothing to speak of has no strong colour. */
function ranking(measure, known) {
  const ratio = known.every(value => value > 0), write = value => (ratio ? Math.log(value) : value);
  const low = Math.min(...known.map(write)), high = Math.max(...known.map(write));
  return value => {
    const whole = high > low ? (write(value) - low) / (high - low) : 0.5;
    const share = 0.5 + (whole - 0.5) * (ratio ? Math.min(1, (high - low) / Math.LN2) : 1);
    return measure.better === 'HIGHER' ? 1 - share : share;
  };
}

function tint(measure, share) {
  if (measure.better === 'NEITHER' || !measure.better) return 'color-mix(in srgb, var(--accent) ' + Math.round(10 + share * 45) + '%, var(--panel))';
  return share < 0.5 ? 'color-mix(in srgb, var(--better) ' + Math.round(12 + (0.5 - share) * 76) + '%, var(--panel))'
    : 'color-mix(in srgb, var(--worse) ' + Math.round(12 + (share - 0.5) * 76) + '%, var(--panel))';
}

function matrix() {
  const keys = Object.keys(spec.vary || {}).filter(key => comparison.arms.some(arm => key in arm.settings));
  const box = make('div', { class: 'scroll' });
  const show = id => {
    const measure = measures.get(id), known = new Map(comparison.arms.map(arm => [arm.letter, values.get(id + ' ' + arm.letter)]).filter(([, value]) => value));
    const rank = ranking(measure, [...known.values()].map(value => value.median));
    const square = arm => {
      const value = arm && known.get(arm.letter);
      return value ? make('td', { class: 'number', style: 'background:' + tint(measure, rank(value.median)) }, withUnit(value.median, measure.unit), make('small', {}, arm.letter))
        : make('td', {}, '');
    };
    box.replaceChildren(keys.length === 2 ? crossed(keys, square) : listed(id));
  };
  page.append(...heading('Matrix of settings', 'The median over the rounds. Green is better, red is worse; where neither way is good, more blue is more.'));
  const first = comparison.findings.find(finding => finding.verdict !== 'NONE') || comparison.findings[0];
  const choice = select('Measure', comparison.measures.map(measure => [measure.id, measure.label]), first ? first.measure : null, show);
  if (keys.length === 2) page.append(make('div', { class: 'tools' }, choice));
  page.append(box);
  if (comparison.measures.length) show(choice.querySelector('select').value);
}

function select(label, options, chosen, changed) {
  const box = make('select', { onchange: event => changed(event.target.value) }, options.map(([value, text]) => make('option', { value }, text)));
  if (chosen !== null) box.value = chosen;
  return make('label', {}, label + ' ', box);
}

function crossed([rowKey, columnKey], square) {
  const of = (key, row, column) => comparison.arms.find(arm => arm.settings[rowKey] === row && arm.settings[columnKey] === column);
  const rows = [...new Set(comparison.arms.map(arm => arm.settings[rowKey]))], columns = [...new Set(comparison.arms.map(arm => arm.settings[columnKey]))];
  return make('table', { class: 'matrix' },
    make('thead', {}, make('tr', {}, make('th', {}, ''), columns.map(column => make('th', { class: 'n' }, columnKey + '=' + column)))),
    make('tbody', {}, rows.map(row => make('tr', {}, make('th', {}, rowKey + '=' + row), columns.map(column => square(of(rowKey, row, column)))))));
}

/* Settings in rows, every measure in a column of its own colours. */
function listed() {
  const shown = comparison.measures.filter(measure => comparison.arms.some(arm => values.has(measure.id + ' ' + arm.letter)));
  return make('table', { class: 'matrix' },
    make('thead', {}, make('tr', {}, make('th', {}, ''), comparison.arms.map(arm => make('th', { class: 'n' }, letter(arm.letter), ' ' + arm.label)))),
    make('tbody', {}, shown.map(measure => {
      const known = comparison.arms.map(arm => values.get(measure.id + ' ' + arm.letter));
      const rank = ranking(measure, known.filter(Boolean).map(value => value.median));
      return make('tr', {}, make('th', {}, measure.label), known.map(value => value
        ? make('td', { class: 'number', style: 'background:' + tint(measure, rank(value.median)) }, withUnit(value.median, measure.unit)) : make('td', {}, '')));
    })));
}
