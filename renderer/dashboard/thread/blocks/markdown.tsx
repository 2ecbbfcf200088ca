import { memo } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { t } from '../../../language/t.ts'
import styles from './markdown.module.css'
import { safeLink } from './safe-link.ts'

// Model output can contain anything. Images from other hosts would reveal to them that the text is read here, and the
// page's CSP blocks them. Raw HTML is shown as text.
const COMPONENTS: Components = {
  a: ({ href, children }) => {
    const target = safeLink(href, location.hostname)
    if (target === undefined) return <span title={href || undefined}>{children}</span>
    return (
      <a href={target} target="_blank" rel="noopener noreferrer" title={target}>
        {children}
      </a>
    )
  },
  img: ({ alt, src }) => (
    <span className={styles.picture} title={typeof src === 'string' ? src : undefined}>
      [{t('image')}
      {alt ? `: ${alt}` : ''}]
    </span>
  ),
  // Each has the direction of its first letter: Hebrew and Arabic begin at the right. Code stays left to right.
  p: ({ children }) => <p dir="auto">{children}</p>,
  li: ({ node: _node, ...props }) => <li dir="auto" {...props} />,
  td: ({ node: _node, ...props }) => <td dir="auto" {...props} />,
  th: ({ node: _node, ...props }) => <th dir="auto" {...props} />,
  table: ({ children }) => (
    <div className={styles.wide}>
      <table>{children}</table>
    </div>
  ),
  // Lower levels, because the page has its own headings above.
  h1: ({ children }) => (
    <h3 className={styles.heading} dir="auto">
      {children}
    </h3>
  ),
  h2: ({ children }) => (
    <h3 className={styles.heading} dir="auto">
      {children}
    </h3>
  ),
  h3: ({ children }) => (
    <h4 className={styles.heading} dir="auto">
      {children}
    </h4>
  ),
  h4: ({ children }) => (
    <h4 className={styles.heading} dir="auto">
      {children}
    </h4>
  ),
  h5: ({ children }) => <h5 className={styles.heading}>{children}</h5>,
  h6: ({ children }) => <h6 className={styles.heading}>{children}</h6>,
}
const PLUGINS = [remarkGfm]

/** GitHub-flavoured Markdown, without raw HTML and remote images. */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  return (
    <div className={styles.markdown}>
      <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS}>
        {text}
      </ReactMarkdown>
    </div>
  )
})
