/* The parts of the page that are words and tables. Every text of the experiment is set as text. */

const data = JSON.parse(document.getElementById('data').textContent);
const { experiment, comparison } = data;
const runs = data.runs || [];
const spec = experiment.spec || {};
const measures = new Map(comparison.measures.map(measure => [measure.id, measure]));
const values = new Map(comparison.values.map(value => [value.measure + ' ' + value.arm, value]));
const page = document.getElementById('page');

/* An element with children: texts, elements, or lists of them. */
const make = (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'style') element.style.cssText = value;
    else if (value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined));
  return element;
};
const heading = (title, hint) => [make('h2', {}, title), ...(hint ? [make('p', { class: 'hint' }, hint)] : [])];
const cell = (text, kind) => make('td', { class: kind || '' }, text);
const letter = name => make('b', { class: 'letter', style: 'color:' + armVariable(name) }, name);

const chip = (arm, button) => make(button ? 'button' : 'li', { class: 'arm', ...(button || {}) },
  make('i', { style: 'background:' + armVariable(arm.letter) }), make('b', { style: 'color:' + armVariable(arm.letter) }, arm.letter),
  make('span', {}, arm.label), arm.isBaseline && !button ? make('small', {}, 'the others are compared to it') : null);

function head() {
  const name = spec.name && spec.name.trim() ? spec.name : experiment.id;
  const done = experiment.runs.length, all = experiment.order.length;
  const manner = spec.workload ? [plural(done, 'run') + (done < all ? ' of ' + all : ''), 'interleaved',
    plural(comparison.rounds, 'round') + ' of ' + plural(comparison.arms.length, 'setting'),
    spec.duration ? spec.duration + ' each' + (spec.warmUp ? ' after a warm-up of ' + spec.warmUp : '') : null]
    : [plural(comparison.rounds, 'slice') + ' of each', spec.duration ? spec.duration + ' from when it was begun' : null];
  const facts = [...manner,
    new Date(experiment.createdAt).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })];
  const state = { RUNNING: 'It was still going on when this page was written.', STOPPED: 'It was stopped before all of it was measured.' }[experiment.state];
  const notes = [experiment.problem, state, ...comparison.notes].filter(Boolean);
  page.append(make('div', { class: 'over' }, 'Kioto scheduler lab'), make('h1', {}, name),
    make('div', { class: 'sub' }, facts.filter(Boolean).join(' · ')),
    make('ul', { class: 'arms', 'aria-label': 'Settings' }, comparison.arms.map(arm => chip(arm))));
  if (notes.length) page.append(make('ul', { class: 'notes' }, notes.map(note => make('li', {}, note))));
}

/* --- findings ---------------------------------------------------------------------------------------------------- */

/* Shares of change to places: as far apart upwards as downwards, and wide around zero, where most differences are. */
const SOFT = 0.25;
const bend = share => {
  const ratio = Math.log(Math.max(1e-4, 1 + share));
  return Math.sign(ratio) * Math.log1p(Math.abs(ratio) / SOFT);
};
const TICKS = [-0.9, -0.5, -0.2, -0.05, 0, 0.05, 0.25, 1, 9];

function reach(findings) {
  const shares = findings.filter(finding => finding.isRelative)
    .flatMap(finding => [finding.change, finding.low, finding.high]).filter(value => number(value) !== null);
  return Math.max(bend(0.1), ...shares.map(share => Math.abs(bend(share)))) * 1.04;
}

const place = (share, most) => Math.min(100, Math.max(0, 50 + 50 * bend(share) / most));

function interval(finding, most) {
  if (!finding.isRelative) return make('span', { class: 'hint' }, 'the baseline is 0: no share of it');
  const marks = TICKS.filter(tick => Math.abs(bend(tick)) <= most)
    .map(tick => make('span', { class: tick === 0 ? 'zero' : 'tick', style: 'left:' + place(tick, most) + '%' }));
  if (number(finding.low) !== null && number(finding.high) !== null) {
    const from = place(finding.low, most), to = place(finding.high, most);
    marks.push(make('span', { class: 'bar', style: 'left:' + from + '%;width:' + (to - from) + '%' }));
  }
  marks.push(make('span', { class: 'dot', style: 'left:' + place(finding.change, most) + '%' }));
  return make('span', { class: 'interval ' + verdictOf(finding)[0], role: 'img', 'aria-label': intervalWords(finding) }, marks);
}

function intervalWords(finding) {
  const unit = (measures.get(finding.measure) || {}).unit;
  return number(finding.low) === null || number(finding.high) === null ? 'too few rounds for an interval'
    : change(finding, finding.low, unit) + ' to ' + change(finding, finding.high, unit);
}

function findingTable(findings, most) {
  const scale = make('div', { class: 'scale' }, TICKS.filter(tick => Math.abs(bend(tick)) <= most && (tick === 0 || Math.abs(bend(tick)) > most / 4.5))
    .map(tick => make('span', { style: 'left:' + place(tick, most) + '%' }, tick === 0 ? '0' : percent(tick).replace('.0', ''))));
  const rows = findings.map(finding => {
    const measure = measures.get(finding.measure) || { label: finding.measure, unit: '' };
    const [kind, words] = verdictOf(finding);
    return make('tr', {}, cell(letter(finding.arm)), make('td', { class: 'what' }, measure.label, make('small', {}, finding.sentence)),
      cell(change(finding, finding.change, measure.unit), 'n ' + kind), make('td', { class: 'plot' }, interval(finding, most)),
      cell(intervalWords(finding), 'n none'), cell(words, 'verdict ' + kind));
  });
  return make('div', { class: 'scroll' }, make('table', { class: 'findings' },
    make('thead', {}, make('tr', {}, make('th', {}, ''), make('th', {}, 'Measure'), make('th', { class: 'n' }, 'Difference'), make('th', {}, scale),
      make('th', { class: 'n' }, 'Interval'), make('th', {}, ''))), make('tbody', {}, rows)));
}

const MOST = 16; // findings that are shown before the smaller ones are folded
const folded = (words, list, most) => (list.length
  ? make('details', {}, make('summary', {}, words + ' (' + list.length + ')'), findingTable(list, most)) : null);

function findings() {
  const all = comparison.findings, shown = all.filter(finding => finding.verdict !== 'NONE'), none = all.filter(finding => finding.verdict === 'NONE');
  const baseline = comparison.arms.find(arm => arm.isBaseline) || comparison.arms[0];
  page.append(...heading('Findings', 'Each setting beside ' + baseline.letter + ' (' + baseline.label
    + '), the largest effects first. All intervals together hold with ' + Number((comparison.confidence * 100).toFixed(1))
    + ' % certainty; one that has zero in it shows no difference.'));
  const most = reach(all);
  const card = make('div', { class: 'card' });
  card.append(shown.length ? findingTable(shown.slice(0, MOST), most)
    : make('p', {}, all.length ? 'These runs show no difference in any measure.' : 'There is nothing to compare yet.'));
  card.append(...[folded('Smaller differences', shown.slice(MOST), most), folded('No difference that can be shown', none, most)].filter(Boolean));
  page.append(card);
}

/* --- how it was run ---------------------------------------------------------------------------------------------- */

const span = (all, write) => {
  const known = all.filter(value => number(value) !== null && value >= 0);
  if (!known.length) return null;
  const from = write(Math.min(...known)), to = write(Math.max(...known));
  return from === to ? from : from + ' to ' + to;
};
const pairs = map => Object.entries(map || {}).map(([key, value]) => key + '=' + (Array.isArray(value) ? value.join(',') : value)).join('  ');

function how() {
  const machines = runs.map(run => run.machine).filter(Boolean);
  const noted = runs.flatMap(run => (run.notes || []).map(note => run.id + ': ' + note));
  const workload = spec.workload || {}, load = spec.load || {};
  const facts = [
    ['Program', !spec.workload ? null : make('code', {}, workload.demo ? 'kioto demo ' + workload.demo.join(' ') : (workload.command || []).join(' '))],
    ['Load', load.command ? make('code', {}, load.command.join(' ')) : null],
    ...(spec.workload ? [] : comparison.arms.map(arm => [arm.letter, make('code', {}, pairs(arm.settings))])),
    ['Varied', spec.vary && spec.workload ? make('code', {}, pairs(spec.vary)) : null],
    ['The same in all runs', spec.settings && Object.keys(spec.settings).length ? make('code', {}, pairs(spec.settings)) : null],
    ['Recorded', spec.level ? 'level ' + spec.level : null],
    ['Processors', span(machines.map(machine => machine.processors), String)],
    ['Clock', span(machines.map(machine => machine.megahertz).filter(value => value > 0), value => Math.round(value) + ' MHz')],
    ['Load of the machine', machines.length ? (span(machines.map(machine => machine.loadBefore), digits) || 'unknown') + ' before a run, '
      + (span(machines.map(machine => machine.loadAfter), digits) || 'unknown') + ' after it' : null],
    ['Order of the runs', experiment.order.join('  ')],
    ['Notes of runs', noted.length ? make('div', {}, noted.map(note => make('div', {}, note))) : null]];
  page.append(...heading('How it was run'), make('dl', { class: 'how' }, facts.filter(([, value]) => value)
    .flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)])));
}

/* --- all values -------------------------------------------------------------------------------------------------- */

function valueTable() {
  const rounds = [...new Set(comparison.values.flatMap(value => Object.keys(value.values).map(Number)))].sort((a, b) => a - b);
  const body = make('tbody', {});
  let group = null;
  for (const measure of comparison.measures) {
    if (measure.group !== group) {
      group = measure.group;
      body.append(make('tr', { class: 'group' }, make('th', { colspan: 5 + rounds.length }, group)));
    }
    comparison.arms.forEach((arm, i) => {
      const value = values.get(measure.id + ' ' + arm.letter);
      if (!value) return;
      const write = number => cell(withUnit(number, measure.unit), 'n');
      body.append(make('tr', {}, cell(i === 0 ? measure.label : ''), cell(letter(arm.letter)), write(value.median), write(value.least),
        write(value.most), rounds.map(round => write(value.values[round]))));
    });
  }
  const titles = ['Measure', '', 'Median', 'Least', 'Most', ...rounds.map(round => 'Round ' + round)];
  page.append(...heading('All values'), make('details', { class: 'card' }, make('summary', {}, 'Every measure of every run'),
    make('div', { class: 'scroll' }, make('table', { class: 'values' },
      make('thead', {}, make('tr', {}, titles.map((text, i) => make('th', { class: i > 1 ? 'n' : '' }, text)))), body))));
}

function failures() {
  const failed = runs.filter(run => run.problem);
  const known = new Set(failed.map(run => run.id));
  const others = experiment.runs.filter(run => run.problem && !known.has(run.id)).map(run => ({ ...run, lastLines: [] }));
  if (!failed.length && !others.length) return;
  page.append(...heading('Failed runs', 'They are left out of all that is above.'));
  for (const run of [...failed, ...others]) {
    page.append(make('div', { class: 'failed' }, make('h3', {}, 'Round ' + run.round + ', ', letter(run.arm)), make('div', {}, run.problem),
      run.lastLines && run.lastLines.length ? make('pre', {}, run.lastLines.join('\n')) : null));
  }
}
