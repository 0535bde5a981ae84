import { tellEvent } from '#test/crm-event.ts'
import type { FrailGateway } from './frail-gateway.ts'

/** Events as fast as they are answered, each with an id of its own, until told to stop. */
export function startStorm(gateway: Pick<FrailGateway, 'url'>, token: string, width = 8) {
  const kept: number[] = []
  const refused: number[] = []
  let isOver = false
  let last = 0
  const tellers = Array.from({ length: width }, async () => {
    while (!isOver) {
      const id = ++last
      // Of a gateway that has just died nothing is heard: that event was lost, and nobody was told otherwise.
      const response = await tellEvent(gateway, 'ONCRMDEALUPDATE', { id, token, domain: '127.0.0.1' }).catch(
        () => null,
      )
      if (response?.status === 200 && (await response.text().catch(() => '')) === '"OK"') kept.push(id)
      else if (response) refused.push(response.status)
      else await new Promise((resolve) => setTimeout(resolve, 5))
    }
  })
  return {
    count: () => kept.length,
    async stop() {
      isOver = true
      await Promise.all(tellers)
      return { kept, refused }
    },
  }
}
