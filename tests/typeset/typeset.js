// SPDX-License-Identifier: BSL-1.0
// node typeset.js FILE...   renders each file, one LaTeX display, with KaTeX; any error or warning fails it.
// node typeset.js --self-test   proves that a bad formula is caught.
'use strict';
const fs = require('fs');
const path = require('path');

function katex() {
  const debian = '/usr/share/nodejs';
  for (const name of ['katex', path.join(debian, 'katex')]) {
    try { return require(name); } catch (error) { if (error.code !== 'MODULE_NOT_FOUND') throw error; }
  }
  throw new Error('KaTeX is missing: Debian package katex');
}

const render = katex().renderToString;
const count = (text, pattern) => (text.match(pattern) || []).length;

/// What is wrong with a formula, or '' where nothing is.
function fault(tex) {
  let html;
  try {
    html = render(tex.trim(), { displayMode: true, throwOnError: true, strict: 'error', output: 'html' });
  } catch (error) {
    return error.message;
  }
  // The indicator has to look like one: a bold digit, not the plain 1 that KaTeX makes of other variants.
  const written = count(tex, /\\mathbf\{1\}/g);
  const bold = count(html, /class="[^"]*\bmathbf\b[^"]*"[^>]*>1</g);
  if (bold !== written) return `${written} indicators are written, ${bold} are rendered bold`;
  if (/\\mathbb\{1\}/.test(tex)) return '\\mathbb{1} renders as a plain 1; write \\mathbf{1}';
  return '';
}

function selfTest() {
  const good = ['\\begin{align*}\na &= \\mathbf{1}_{\\{i = j\\}} \\\\\n&= b\n\\end{align*}'];
  const bad = ['\\begin{align*} a &= b', '\\nosuchmacro', '\\mathbb{1}', 'x_1_2', '\\mathbbm{1}'];
  const failures = [...good.filter(tex => fault(tex)), ...bad.filter(tex => !fault(tex))];
  failures.forEach(tex => console.error('misjudged: ' + tex));
  return failures.length;
}

function renderAll(files) {
  let failures = 0;
  for (const file of files) {
    const tex = fs.readFileSync(file, 'utf8');
    const problem = tex.trim() === '' ? 'the file is empty' : fault(tex);
    if (problem) { failures++; console.error(`${file}: ${problem}`); }
  }
  console.log(`${files.length - failures} of ${files.length} formulas typeset`);
  return files.length === 0 ? 1 : failures;
}

const args = process.argv.slice(2);
process.exit((args[0] === '--self-test' ? selfTest() : renderAll(args)) === 0 ? 0 : 1);
