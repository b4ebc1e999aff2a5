/* Runs of one round side by side, on one axis of time. */

const FIGURES = [['pollsPerSecond', 'polls a second', value => withUnit(value, '1/s')],
  ['processors', 'processors used', value => digits(value)], ['queued', 'tasks in all run queues', value => count(value)]];
const LINE = 96, STRIP = 13, GAP = 34, LEFT = 92, RIGHT = 26;

function sideBySide() {
  const rounds = [...new Set(runs.filter(run => run.samples && run.samples.length).map(run => run.round))].sort((a, b) => a - b);
  if (!rounds.length) return;
  page.append(...heading('Runs side by side', spec.workload
    ? 'One round, on one axis of time. What is left of 0 is the warm-up, which is not measured.' : 'One slice, on one axis of time.'));
  const element = make('div', { role: 'img', 'aria-label': 'Runs of a round over time' });
  const card = make('div', { class: 'card' });
  const baseline = comparison.arms.find(arm => arm.isBaseline) || comparison.arms[0];
  const rival = comparison.findings.find(finding => finding.verdict !== 'NONE') || comparison.findings[0];
  const state = { round: rounds[0], arms: new Set([baseline.letter, rival ? rival.arm : baseline.letter]) };
  const buttons = comparison.arms.map(arm => {
    const button = chip(arm, { type: 'button', 'aria-pressed': state.arms.has(arm.letter), onclick: () => {
      if (!state.arms.delete(arm.letter)) state.arms.add(arm.letter);
      button.setAttribute('aria-pressed', state.arms.has(arm.letter));
      redraw();
    } });
    return button;
  });
  const choice = select(spec.workload ? 'Round' : 'Slice', rounds.map(round => [round, String(round)]), rounds[0], value => { state.round = Number(value); redraw(); });
  card.append(make('div', { class: 'tools' }, choice, buttons), element);
  page.append(card);
  const chosen = () => comparison.arms.filter(arm => state.arms.has(arm.letter))
    .map(arm => runs.find(run => run.round === state.round && run.arm === arm.letter)).filter(run => run && run.samples && run.samples.length);
  const size = () => { element.style.height = heightOf(chosen()) + 'px'; };
  size();
  const one = chart(element, () => timeOptions(chosen()));
  const redraw = () => { size(); draw(one); };
}

const workersOf = run => Math.max(0, ...run.samples.map(sample => sample.workers.length));
const heightOf = shown => 30 + FIGURES.length * (LINE + GAP) + shown.filter(workersOf).reduce((sum, run) => sum + workersOf(run) * STRIP + GAP, 0) + 34;

function timeOptions(shown) {
  const all = shown.flatMap(run => run.samples.map(sample => sample.seconds));
  const from = Math.min(0, ...all), to = Math.max(1, ...all);
  const options = { grid: [], xAxis: [], yAxis: [], series: [], title: [], visualMap: [], tooltip: { trigger: 'axis', ...tooltipLook(), formatter: marks => timeWords(marks) } };
  let top = 30;
  const grid = (title, height) => {
    const index = options.grid.length;
    options.grid.push({ left: LEFT, right: RIGHT, top, height });
    options.title.push({ text: title, left: LEFT - 2, top: top - 22, padding: 0, textStyle: { fontSize: 11.5, fontWeight: 'normal', color: styleOf('--muted') } });
    options.xAxis.push({ type: 'value', gridIndex: index, min: from, max: to, ...axisLook(), axisLabel: { show: false } });
    top += height + GAP;
    return index;
  };
  for (const [key, title, write] of FIGURES) {
    const index = grid(title, LINE);
    options.yAxis.push({ type: 'value', gridIndex: index, min: 0, splitNumber: 2, ...axisLook(), axisLabel: { ...axisLook().axisLabel, formatter: write } });
    shown.forEach((run, i) => options.series.push({
      type: 'line', name: run.arm, xAxisIndex: index, yAxisIndex: index, symbol: 'none', color: armColour(run.arm), lineStyle: { width: 1.6 },
      data: run.samples.map(sample => [sample.seconds, sample[key]]), ...(i === 0 ? warmUp(from) : {}),
    }));
  }
  shown.filter(workersOf).forEach(run => strips(options, grid('busy share of each worker, ' + run.arm, workersOf(run) * STRIP), run));
  const last = options.xAxis[options.xAxis.length - 1];
  last.axisLabel = { ...axisLook().axisLabel, showMinLabel: false, formatter: value => digits(value).replace(/\.0+$/, '') + ' s' };
  return options;
}

const warmUp = from => (from < 0 ? { markArea: { silent: true, itemStyle: { color: styleOf('--faint'), opacity: 0.12 }, data: [[{ xAxis: from }, { xAxis: 0 }]] } } : {});

/* A row for each worker, a rectangle for each sample, as strong in colour as the worker was busy. */
function strips(options, index, run) {
  const workers = workersOf(run), colour = armColour(run.arm), empty = styleOf('--page');
  options.yAxis.push({ type: 'value', gridIndex: index, min: 0, max: workers, inverse: true, interval: 1, ...axisLook(), splitLine: { show: false },
    axisLabel: { show: false } });
  const cells = run.samples.flatMap((sample, i) => sample.workers.map((share, worker) => {
    const before = i > 0 ? run.samples[i - 1].seconds : sample.seconds - (run.samples.length > 1 ? run.samples[1].seconds - run.samples[0].seconds : 1);
    return [before, sample.seconds, worker, number(share) === null ? 0 : Math.min(1, Math.max(0, share))];
  }));
  options.series.push({
    type: 'custom', name: run.arm, xAxisIndex: index, yAxisIndex: index, data: cells, encode: { x: [0, 1], y: 2 }, tooltip: { show: false }, clip: true,
    renderItem: (_, api) => {
      const start = api.coord([api.value(0), api.value(2)]), end = api.coord([api.value(1), api.value(2) + 1]);
      return { type: 'rect', shape: { x: start[0], y: start[1] + 1, width: Math.max(1, end[0] - start[0] + 0.4), height: Math.max(1, end[1] - start[1] - 2) },
        style: { fill: echarts.color.lerp(api.value(3), [empty, colour]) } };
    },
  });
}

function timeWords(marks) {
  const seen = marks.filter(mark => mark.seriesType === 'line');
  if (!seen.length) return null;
  const figure = FIGURES[seen[0].axisIndex] || FIGURES[0];
  return lines(seconds(seen[0].value[0]) + ' · ' + figure[1], seen.map(mark => [armColour(mark.seriesName), mark.seriesName, figure[2](mark.value[1])]));
}
