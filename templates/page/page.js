(function () {
'use strict';
// The page is complete without this script. It adds: a bar that steps from frame to frame,
// buttons that copy a display filter, and the meaning of a byte beside the byte.
var doc = document;
function all(selector, root) { return Array.prototype.slice.call((root || doc).querySelectorAll(selector)); }
function make(tag, className, text) {
  var e = doc.createElement(tag);
  e.className = className;
  e.textContent = text;
  return e;
}

// The bar. Only arrow keys, and only while the bar has the focus: single keys of a whole
// page get in the way of those who speak to their computer (WCAG 2.1.4).
function stepper(bar, cards) {
  var out = bar.querySelector('output'), buttons = all('button', bar), at = -1, near = new Set();
  function name(i) { return cards[i].id.replace(/^.*f/, ''); }
  function shade(s) {
    var n = s.replace(/[()]/g, '').replace(/-/g, '_');
    var c = n == 'ESTABLISHED' ? 'est' : /^SYN/.test(n) ? 'syn' : n == 'TIME_WAIT' ? 'tw' :
      n == 'LISTEN' ? 'listen' : n == 'CLOSED' || n == 'UNKNOWN' ? 'closed' : 'fin';
    return 'st ' + c + (s.charAt(0) == '(' ? ' ded' : '');
  }
  function show() {
    at = cards.findIndex(function (c) { return '#' + c.id == location.hash; });
    out.textContent = '';
    if (at < 0) { out.textContent = name(0) + ' … ' + name(cards.length - 1); return; }
    var data = cards[at].dataset;
    out.append(make('b', '', name(at) + ' (' + (at + 1) + '/' + cards.length + ')'), ' ');
    if (data.c) out.append(doc.createElement('br'), make('span', shade(data.c), data.c), ' · ', make('span', shade(data.s), data.s));
  }
  // The first step goes to the card in view, not to the first of the page.
  function start(by) {
    var i = cards.findIndex(function (c) { return near.has(c); });
    return i < 0 ? 0 : by > 0 ? i : i - 1;
  }
  function go(by) {
    var next = Math.max(0, Math.min(cards.length - 1, at < 0 ? start(by) : at + by));
    location.replace('#' + cards[next].id);
    show();
  }
  buttons.forEach(function (b, i) { b.addEventListener('click', function () { go(i ? 1 : -1); }); });
  bar.addEventListener('keydown', function (e) {
    if (e.key != 'ArrowRight' && e.key != 'ArrowLeft') return;
    e.preventDefault();
    go(e.key == 'ArrowRight' ? 1 : -1);
  });
  addEventListener('hashchange', show);
  var eye = new IntersectionObserver(function (seen) {
    seen.forEach(function (e) { near[e.isIntersecting ? 'add' : 'delete'](e.target); });
    bar.hidden = !near.size && !bar.contains(doc.activeElement);
  }, { rootMargin: '-20% 0px -20% 0px' });
  cards.forEach(function (c) { eye.observe(c); });
  show();
}

function copier(button) {
  var word = button.textContent;
  button.hidden = false;
  button.addEventListener('click', function () {
    navigator.clipboard.writeText(button.previousElementSibling.textContent).then(function () {
      button.textContent = '✓';
      setTimeout(function () { button.textContent = word; }, 1500);
    });
  });
}

// A byte view: what the pointer or the focus is on, a byte or its row, is marked in both
// places, and the row is repeated beside the bytes.
function bytes(view) {
  var say = view.querySelector('.say');
  function hot(e) {
    var t = e.target.closest('.hex a, .fld tr[id]');
    if (!t || !say) return;
    var id = t.id || t.hash.slice(1), row = doc.getElementById(id);
    all('.hot', view).forEach(function (x) { x.classList.remove('hot'); });
    all('.hex a', view).forEach(function (a) { if (a.hash == '#' + id) a.classList.add('hot'); });
    row.classList.add('hot');
    say.textContent = '';
    say.append(make('p', 'v', row.cells[1].textContent), make('p', '', row.cells[2].textContent));
  }
  view.addEventListener('mouseover', hot);
  view.addEventListener('focusin', hot);
}

var bar = doc.querySelector('.stepper'), cards = all('.msg');
if (bar && window.IntersectionObserver) stepper(bar, cards);
if (navigator.clipboard) all('.copy').forEach(copier);
all('.bv').forEach(bytes);
})();
