import { Component, type ErrorInfo, type ReactNode } from 'react'
import { t } from '../../language/t.ts'
import { Failure } from '../../ui/failure.tsx'

interface PageBoundaryProps {
  children: ReactNode
}

/** Shows an error in place of a page that throws; the sidebar, the status line and the other pages keep working. */
export class PageBoundary extends Component<PageBoundaryProps, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    // Reported so that it appears in the console.
    reportError(new Error(`a page broke${info.componentStack ?? ''}`, { cause: error }))
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    if (isUnfetched(error)) {
      return (
        <Failure
          title={t('Couldn’t load this page: Signalbox isn’t responding.')}
          // The browser caches a failed import for the lifetime of the window, so reload.
          retry={() => location.reload()}
        />
      )
    }
    return (
      <Failure
        title={t('This page crashed. This is a bug in Signalbox.')}
        detail={error.message}
        retry={() => this.setState({ error: undefined })}
      />
    )
  }
}

/** Matches Chromium's error for a script that failed to load, and Vite's for a style sheet. */
function isUnfetched({ message }: Error): boolean {
  return /dynamically imported module|Unable to preload/.test(message)
}
