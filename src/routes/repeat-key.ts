import { z } from '@hono/zod-openapi'
import { ClientId } from '#src/tickets/message.ts'

/** Names a request that may be sent again, where its body does not. */
export const repeatKeyHeader = z.object({ 'idempotency-key': ClientId.optional() })

export const repeatKey = (headers: z.output<typeof repeatKeyHeader>) => headers['idempotency-key']
