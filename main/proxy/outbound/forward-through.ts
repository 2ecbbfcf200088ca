import type { Dispatcher } from 'undici'
import { AppError } from '../../../shared/errors.ts'
import type { UpstreamRequest } from '../send/upstream-request.ts'
import type { OutboundProxy } from './outbound-proxy.ts'

/**
 * Sends a request through a forward proxy, with the absolute URL in its request line. A 407 comes from the proxy, not
 * from the upstream, so it becomes a failure.
 */
export function forwardThrough(
  { origin, authorization }: OutboundProxy,
  { request, handler }: { request: UpstreamRequest; handler: Dispatcher.DispatchHandler },
): { forwarded: UpstreamRequest; watcher: Dispatcher.DispatchHandler } {
  let isWriting = false
  const signIn = authorization === undefined ? [] : ['proxy-authorization', authorization]
  return {
    forwarded: {
      ...request,
      origin,
      path: request.origin + request.path,
      headers: [...request.headers, 'host', new URL(request.origin).host, ...signIn],
    },
    watcher: {
      onRequestStart(controller, context) {
        isWriting = true
        handler.onRequestStart?.(controller, context)
      },
      onRequestSent: () => handler.onRequestSent?.(),
      onResponseStart(controller, status, headers, message) {
        if (status === 407) controller.abort(new AppError('outbound_proxy_auth'))
        else handler.onResponseStart?.(controller, status, headers, message)
      },
      onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
      onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
      onResponseError(controller, error) {
        // Before the request was written, the proxy itself was unreachable.
        handler.onResponseError?.(controller, isWriting ? error : failedProxy(error))
      },
    },
  }
}

function failedProxy(cause: Error): Error {
  return cause instanceof AppError ? cause : new AppError('outbound_proxy_failed', { cause })
}
