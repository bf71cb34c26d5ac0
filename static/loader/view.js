// @ts-check
/**
 * From the tree of a `<locale>.view.json` to nodes: known tags, known attributes, harmless links, and nothing else. No
 * markup is parsed, so it is the same in every engine and needs no Trusted Types policy.
 *
 * @typedef {string | any[]} Tree a text, `[tag, attributes?, ...children]`, or `["", json]`, which is read when it is its turn
 */

const TAGS = new Set(
  "a bdi button caption code dd del details dialog div dl dt em footer h2 h3 h4 h5 h6 header input ins label li nav ol option p rect section select span strong summary svg table tbody td text th thead tr ul".split(
    " ",
  ),
);
const ATTRIBUTE =
  /^(aria-(colspan|hidden|label|labelledby)|class|closedby|colspan|data-label|dir|focusable|height|href|id|lang|part|rel|role|scope|selected|start|tabindex|target|text-anchor|type|value|width|x|y)$/;
/** As `is_allowed_link` of the notice's format has it: `https:`, `mailto:`, `tel:` or relative to the page. */
const LINK = /^(?!\/\/)(?!.*[\s\p{Cc}\\])(?:(?:https|mailto|tel):|[^:/?#]+$|[^:/?#]*[/?#])/isu;

/** So deep is no notice: lists end at 24 levels. A tree without end would end the tab. */
const DEEPEST = 200;

const SVG = "http://www.w3.org/2000/svg";
const PICTURE = /^(rect|svg|text)$/;

/**
 * Begins to build a tree. Each step makes one node, in the order of the document; but what stands in the text, which may be
 * long, comes after everything around it.
 *
 * @param {Tree} tree
 */
export const grow = (tree) => {
  /** @type {any} */
  let top;
  /** What is to be made next is at the end; each with how deep it stands. @type {[{append(node: Node): void}, Tree, number][]} */
  const rest = [[{ append: (node) => (top = node) }, tree, 0]];
  return {
    /** The outermost node, after the first step. */
    top: () => top,
    /** Makes a node; says whether there was one to make. */
    step: () => {
      const next = rest.pop();
      if (!next) return false;
      const [parent, tree, depth] = next;
      if (typeof tree === "string") {
        parent.append(document.createTextNode(tree));
        return true;
      }
      const [tag, ...parts] = tree;
      if (tag === "") {
        rest.push([parent, JSON.parse(parts[0]), depth + 1]);
        return true;
      }
      if (depth > DEEPEST) throw Error("it is too deep");
      if (!TAGS.has(tag)) throw Error(`<${tag}> is not allowed`);
      const element = PICTURE.test(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
      let isText = false;
      /** @type {typeof rest} */
      const children = [];
      for (const part of parts) {
        if (typeof part === "string" || Array.isArray(part)) {
          children.unshift([element, part, depth + 1]);
          continue;
        }
        for (const [name, value] of Object.entries(part)) {
          if (!ATTRIBUTE.test(name) || (name === "href" && !LINK.test(value))) {
            throw Error(`<${tag} ${name}="${value}"> is not allowed`);
          }
          element.setAttribute(name, value);
          isText ||= value === "sections";
        }
      }
      // Whatever the view says: what is opened knows nothing of the page, and does not take its place.
      if (tag === "a") Object.assign(element, { target: "_blank", rel: "noopener noreferrer" });
      parent.append(element);
      if (isText) rest.unshift(...children);
      else rest.push(...children);
      return true;
    },
  };
};

/** A whole tree, at once. @param {Tree} tree @returns {any} */
export const build = (tree) => {
  const { step, top } = grow(tree);
  while (step());
  return top();
};
