'use strict';
/* How quantities are written, and the colours of settings. */

const number = value => typeof value === 'number' && Number.isFinite(value) ? value : null;

const digits = value => {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 99.95) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(size >= 9.995 ? 1 : size >= 0.995 ? 2 : 3);
};

const scaled = (value, steps) => {
  let [size, unit] = steps[0];
  for (const step of steps) {
    if (Math.abs(value) >= step[0] * 0.9995) [size, unit] = step;
  }
  return digits(value / size) + (unit ? ' ' + unit : '');
};

const TIMES = [[1, 'ns'], [1e3, 'µs'], [1e6, 'ms'], [1e9, 's']];
const COUNTS = [[1, ''], [1e4, 'k'], [1e6, 'M'], [1e9, 'G']];
const BYTES = [[1, 'B'], [1e3, 'kB'], [1e6, 'MB'], [1e9, 'GB']];
const count = value => Math.abs(value) < 1e4 ? digits(value) : scaled(value, [[1e3, 'k'], [1e6, 'M'], [1e9, 'G']]);

/* A value of a measure with its unit. */
const withUnit = (value, unit) => {
  if (number(value) === null) return '–';
  switch (unit) {
    case 'ns': return scaled(value, TIMES);
    case '1/s': return count(value) + ' /s';
    case 'share': return digits(value * 100) + ' %';
    case 'bytes': return scaled(value, BYTES);
    case 'bytes/s': return scaled(value, BYTES) + '/s';
    case '': case undefined: case null: return count(value);
    default: return count(value) + ' ' + unit;
  }
};

const duration = nanos => scaled(nanos, TIMES);
/* A power of ten on an axis, without decimals. */
const decade = nanos => duration(nanos).replace(/\.0+ /, ' ');
const signed = text => (text.startsWith('-') ? '−' + text.slice(1) : text.startsWith('−') ? text : '+' + text);
const percent = share => signed(Math.abs(share) >= 9.995 ? Math.round(share * 100).toLocaleString('en-US')
  : (share * 100).toFixed(Math.abs(share) < 0.0995 ? 1 : 0)) + ' %';
const seconds = value => digits(value) + ' s';
const change = (finding, value, unit) => finding.isRelative ? percent(value) : signed(withUnit(value, unit));

/* 50 is p50, 99.9 is p99.9, 100 is the longest. */
const percentileName = value => value >= 100 ? 'max' : 'p' + value;
const plural = (value, noun) => value.toLocaleString('en-US') + ' ' + noun + (value === 1 ? '' : 's');

const ARM_COLOURS = 8;
const styleOf = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const armIndex = letter => Math.max(0, data.comparison.arms.findIndex(arm => arm.letter === letter));
const armVariable = letter => 'var(--arm-' + armIndex(letter) % ARM_COLOURS + ')';
const armColour = letter => styleOf('--arm-' + armIndex(letter) % ARM_COLOURS);

const VERDICTS = { BETTER: ['better', 'better'], WORSE: ['worse', 'worse'], DIFFERS: ['differs', 'differs'], NONE: ['none', 'no difference shown'] };
const verdictOf = finding => VERDICTS[finding.verdict] || ['none', 'unknown'];
