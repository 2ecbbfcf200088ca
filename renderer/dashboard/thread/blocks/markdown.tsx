import { memo } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { t } from '../../../language/t.ts'
import styles from './markdown.module.css'
import { safeLink } from './safe-link.ts'

// What a model wrote may ask for anything: pictures from other hosts would tell them that it is read here, and the
// page's policy forbids them. Raw HTML is shown as the text that it is.
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
      [{t('picture')}
      {alt ? `: ${alt}` : ''}]
    </span>
  ),
  table: ({ children }) => (
    <div className={styles.wide}>
      <table>{children}</table>
    </div>
  ),
  // The page has headings of its own above these.
  h1: ({ children }) => <h3 className={styles.heading}>{children}</h3>,
  h2: ({ children }) => <h3 className={styles.heading}>{children}</h3>,
  h3: ({ children }) => <h4 className={styles.heading}>{children}</h4>,
  h4: ({ children }) => <h4 className={styles.heading}>{children}</h4>,
  h5: ({ children }) => <h5 className={styles.heading}>{children}</h5>,
  h6: ({ children }) => <h6 className={styles.heading}>{children}</h6>,
}
const PLUGINS = [remarkGfm]

/** GitHub's markdown, without raw HTML and without pictures from elsewhere. */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  return (
    <div className={styles.markdown}>
      <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS}>
        {text}
      </ReactMarkdown>
    </div>
  )
})
