/* The order of the page, and when it is drawn anew. */

head();
findings();
distributions();
if (comparison.measures.length && comparison.arms.length) matrix();
sideBySide();
if (comparison.values.length) valueTable();
failures();
how();
page.append(make('footer', {}, 'Made by Kioto. The rows above are all that was measured; the experiment’s folder has a recording of each run.'));

const redrawAll = () => drawn.forEach(draw);
const fitAll = () => drawn.forEach(one => one.instance.resize());
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redrawAll);
addEventListener('resize', fitAll);
addEventListener('beforeprint', () => {
  document.documentElement.dataset.print = '';
  document.querySelectorAll('details .findings').forEach(one => {
    const fold = one.closest('details');
    fold.dataset.folded = !fold.open;
    fold.open = true;
  });
  redrawAll();
});
addEventListener('afterprint', () => {
  delete document.documentElement.dataset.print;
  document.querySelectorAll('details[data-folded=true]').forEach(one => { one.open = false; });
  redrawAll();
});
