import type { RequestContext } from './context.js';
import { nonceOf } from './html-headers.js';

/** A reply for which @fastify/helmet makes nonces: by its option `enableCSPNonces`. */
interface WithHelmetNonce {
  readonly cspNonce?: { readonly script?: string } | null;
}

/**
 * Gives the nonce by which a page of this request may have scripts in its text: `<script nonce="…">`.
 *
 * It is made when it is asked for first, and then stands in the policy of the reply: in `script-src`, and in `style-src` where
 * that does not allow all styles anyway. The reply is `Cache-Control: private, no-cache`, unless it says otherwise. Where
 * @fastify/helmet decides about headers, the nonce is the one that it makes for scripts.
 */
export function cspNonce(context: RequestContext): string {
  const { request } = context;
  const ofHelmet = request.server.hasReplyDecorator('cspNonce')
    ? (context.reply as WithHelmetNonce).cspNonce?.script
    : undefined;
  return ofHelmet ?? nonceOf(request);
}
