// @ts-check
/**
 * From the tree of a `<locale>.view.json` to nodes: known tags, known attributes, harmless links, and nothing else. No
 * markup is parsed, so it is the same in every engine and needs no Trusted Types policy.
 *
 * @typedef {string | any[]} Tree a text, or `[tag, attributes?, ...children]`; the tag `!` makes a comment of its text
 */

const TAGS = new Set(
  "a bdi button caption code dd details dialog div dl dt em footer h2 h3 h4 h5 h6 header input label li nav ol option p rect section select span strong summary svg table tbody td text th thead tr ul".split(
    " ",
  ),
);
const ATTRIBUTE =
  /^(aria-(colspan|hidden|label|labelledby)|class|closedby|colspan|data-label|dir|focusable|height|href|id|lang|part|rel|role|scope|selected|start|tabindex|target|text-anchor|type|value|width|x|y)$/;
/** As `is_allowed_link` of the notice's format has it: `https:`, `mailto:`, `tel:` or relative to the page. */
const LINK = /^(?!\/\/)(?!.*[\s\p{Cc}\\])(?:(?:https|mailto|tel):|[^:/?#]+$|[^:/?#]*[/?#])/isu;

const SVG = "http://www.w3.org/2000/svg";
const PICTURE = /^(rect|svg|text)$/;

/** @param {Tree} tree @returns {Node} */
export const build = (tree) => {
  if (typeof tree === "string") return document.createTextNode(tree);
  const [tag, ...rest] = tree;
  if (tag === "!") return document.createComment(`${rest[0]}`);
  if (!TAGS.has(tag)) throw Error(`<${tag}> is not allowed`);
  const element = PICTURE.test(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const part of rest) {
    if (typeof part === "string" || Array.isArray(part)) {
      element.append(build(part));
      continue;
    }
    for (const [name, value] of Object.entries(part)) {
      if (!ATTRIBUTE.test(name) || (name === "href" && !LINK.test(value))) {
        throw Error(`<${tag} ${name}="${value}"> is not allowed`);
      }
      element.setAttribute(name, value);
    }
  }
  return element;
};
