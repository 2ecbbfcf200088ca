/** Addresses that point to Signalbox, this computer or a program, or that two parsers may read differently. */
function destinations(port: number): string[] {
  const own = `127.0.0.1:${port}`
  return [
    '/v1/x',
    'v1/x',
    './v1/x',
    '../../v1/x',
    '?v1',
    '#/settings',
    '%2Fv1%2Fx',
    `//${own}/v1/x`,
    '//evil.invalid/x',
    '///evil.invalid/x',
    '/\\evil.invalid/x',
    `\\\\${own}\\v1\\x`,
    `http:/v1/x`,
    `http:v1/x`,
    `http:\\\\${own}\\v1`,
    `http:&#47;&#47;${own}/v1/x`,
    `http://${own}/v1/x`,
    `HTTP://${own}/v1/x`,
    `http://${own}\\@example.com/`,
    `http://example.com@${own}/`,
    `http://example.com:443@${own}/`,
    'https://user:secret@evil.invalid/',
    `http://127.1:${port}/v1/x`,
    `http://0x7f000001:${port}/v1/x`,
    `http://0177.0.0.1:${port}/v1/x`,
    `http://2130706433:${port}/v1/x`,
    `http://127.0.0.1.:${port}/v1/x`,
    `http://127。0。0。1:${port}/v1/x`,
    `http://①②⑦.⓪.⓪.①:${port}/v1/x`,
    `http://%31%32%37.0.0.1:${port}/v1/x`,
    `http://0.0.0.0:${port}/v1/x`,
    `http://0:${port}/v1/x`,
    `http://[::1]:${port}/v1/x`,
    `http://[::]:${port}/v1/x`,
    `http://[::ffff:127.0.0.1]:${port}/v1/x`,
    `http://localhost:${port}/v1/x`,
    `http://LOCALHOST.:${port}/v1/x`,
    `http://a.localhost:${port}/v1/x`,
    `http://loc&#97;lhost:${port}/v1/x`,
    'javascript:window.owned=1',
    'JaVaScRiPt:window.owned=1',
    '&#106;avascript:window.owned=1',
    'java&#10;script:window.owned=1',
    'java&Tab;script:window.owned=1',
    'javascript&colon;window.owned=1',
    '&#1;javascript:window.owned=1',
    '\u0001javascript:window.owned=1',
    '\u00a0javascript:window.owned=1',
    'javascript:\u2028window.owned=1',
    'jav\u0000ascript:window.owned=1',
    'data:text/html,<script>window.owned=1</script>',
    'data:image/svg+xml;base64,PHN2Zy8+',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    'blob:null/0',
    'about:blank',
    `view-source:http://${own}/`,
    `filesystem:http://${own}/x`,
    `ws://${own}/`,
    'ftp://evil.invalid/x',
    'irc://evil.invalid/x',
    'xmpp:evil.invalid',
    'signalbox://connect',
    'app://signalbox/dashboard.html',
    'intent://evil.invalid#Intent;end',
    'mailto:/v1/x',
  ]
}

/** Markdown constructs with an address. */
const FORMS: readonly ((to: string, n: number) => string)[] = [
  (to) => `[inline](${to})`,
  (to) => `[angle](<${to}> "a title")`,
  (to, n) => `[reference][r${n}]\n\n[r${n}]: ${to}`,
  (to, n) => `[s${n}] and [s${n}][]\n\n[s${n}]: <${to}> 'title'`,
  (to) => `<${to}>`,
  (to) => `bare ${to} text`,
  (to) => `![picture](${to})`,
  (to) => `[![picture in a link](${to})](${to})`,
  (to) => `<a href="${to}" onclick="window.owned=1">raw</a><img src="${to}" onerror="window.owned=1">`,
  (to, n) => `note[^${n}]\n\n[^${n}]: [in a note](${to})`,
  (to) => `| cell |\n| --- |\n| [in a table](${to}) |`,
]

/** Model texts, each shorter than the display limit; together they cover every form of every destination. */
export function hostileTexts(port: number): { texts: string[]; count: number } {
  const texts: string[] = []
  let count = 0
  for (const form of FORMS) {
    let text = ''
    for (const to of destinations(port)) {
      text += `${form(to, count++)}\n\n`
      if (text.length < 4_500) continue
      texts.push(text)
      text = ''
    }
    texts.push(text)
  }
  return { texts, count }
}
