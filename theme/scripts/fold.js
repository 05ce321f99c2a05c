// Folding: what counts as the same character, and texts without white space (docs/search.md, "Folding and terms").

const table = new Map(); // traditional to simplified
const known = new Map(); // what fold() has worked out

// Add pairs of characters, traditional then simplified.
export function learn(pairs) {
  const signs = [...pairs];
  for (let i = 1; i < signs.length; i += 2) table.set(signs[i - 1], signs[i]);
  if (signs.length) known.clear();
}

function folded(sign) {
  const code = sign.codePointAt(0);
  let c = code > 0xff00 && code < 0xff5f ? String.fromCharCode(code - 0xfee0) : sign;
  const low = c.toLowerCase();
  if (low.length === c.length && [...low].length === 1) c = low;
  return /\s/u.test(c) ? "" : (table.get(c) ?? c);
}

function fold(sign) {
  let c = known.get(sign);
  if (c === undefined) known.set(sign, (c = folded(sign)));
  return c;
}

export function squeeze(text) {
  let squeezed = "";
  for (const sign of text) squeezed += fold(sign);
  return squeezed;
}

// A text squeezed, with the place in the original of each of its code units; one more place ends the last.
export class Squeezed {
  constructor(text) {
    this.text = text;
    this.at = [];
    let place = 0;
    let squeezed = "";
    for (const sign of text) {
      const c = fold(sign);
      for (let i = 0; i < c.length; i++) this.at.push(place);
      squeezed += c;
      place += sign.length;
    }
    this.at.push(place);
    this.squeezed = squeezed;
  }

  has(word) {
    return this.squeezed.includes(word);
  }

  // The places of words in the original, [begin, end, word], in order, without overlaps.
  hits(words) {
    const found = [];
    for (const word of words) {
      for (let i = this.squeezed.indexOf(word); i >= 0; i = this.squeezed.indexOf(word, i + word.length)) {
        const last = this.at[i + word.length - 1];
        found.push([this.at[i], last + (this.text.codePointAt(last) > 0xffff ? 2 : 1), word]);
      }
    }
    found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    const apart = [];
    for (const one of found) {
      const before = apart.at(-1);
      if (!before || one[0] >= before[1]) apart.push(one);
      else if (one[1] > before[1]) before[1] = one[1];
    }
    return apart;
  }
}
