import { breath } from '#test/breath.ts'
import type { Answer, Client } from '#test/client.ts'
import type { FrailGateway } from './frail-gateway.ts'

/** Until somebody answers. Not being answered, and being told to come back, are no answers. `client`: null for who is not signed in. */
export async function insist(
  gateway: FrailGateway,
  client: Client | null,
  send: () => Promise<Answer>,
  repeated: () => void = () => undefined,
): Promise<Answer> {
  for (;;) {
    await gateway.whenUp()
    const answer = await send().catch(unlessCut)
    if (client && answer?.status === 401) await gateway.signInAgain(client).catch(unlessCut)
    else if (answer && answer.status !== 503) return answer
    repeated()
    await breath()
  }
}

/** What fetch says when the connection breaks, or nobody listens. */
function unlessCut(error: unknown): null {
  if (error instanceof TypeError) return null
  throw error
}
