import { Component, type ErrorInfo, type ReactNode } from 'react'
import { t } from '../../language/t.ts'
import { Failure } from '../../ui/failure.tsx'

interface PageBoundaryProps {
  children: ReactNode
}

/** A page that breaks says so in its own place; the rail, the status and the other pages go on. */
export class PageBoundary extends Component<PageBoundaryProps, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    // Whoever opens the console should find it there.
    reportError(new Error(`a page broke${info.componentStack ?? ''}`, { cause: error }))
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    if (isUnfetched(error)) {
      return (
        <Failure
          title={t('This page could not be fetched: Signalbox does not answer.')}
          // A failed fetch is remembered for as long as the window lives.
          retry={() => location.reload()}
        />
      )
    }
    return (
      <Failure
        title={t('This page broke. That is a fault of Signalbox.')}
        detail={error.message}
        retry={() => this.setState({ error: undefined })}
      />
    )
  }
}

/** Chromium's words for a script that did not come, and Vite's for a style sheet. */
function isUnfetched({ message }: Error): boolean {
  return /dynamically imported module|Unable to preload/.test(message)
}
