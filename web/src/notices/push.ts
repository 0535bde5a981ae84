import type { PushDevices, PushSubscription } from '../../../src/notices/push-devices.ts'
import { call } from '../api.ts'

export type { PushDevices }

export const devicesKey = ['push-devices']
const DEVICES = '/api/v1/notifications/devices'
export const readDevices = () => call<PushDevices>('GET', DEVICES)
export const removeDevice = (id: number) => call('DELETE', `${DEVICES}/${id}`)
export const tryDevice = (id: number) => call('POST', `${DEVICES}/${id}/trial`)

/** Why nothing can be pushed here; null: it can. */
export function whyNot(): 'insecure' | 'homeScreen' | 'unsupported' | 'denied' | null {
  if (!isSecureContext) return 'insecure'
  const isThere = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window
  // An iPad calls itself a Mac, which has no screen to be touched. Theirs push once they are on the home screen.
  const isApples = /iPhone|iPad/.test(navigator.userAgent) || (isMac() && navigator.maxTouchPoints > 1)
  if (!isThere) return isApples ? 'homeScreen' : 'unsupported'
  return Notification.permission === 'denied' ? 'denied' : null
}
const isMac = () => navigator.userAgent.includes('Macintosh')

/** By a click: browsers ask then, and only then. False: they were told no. */
export async function turnOn(applicationServerKey: string): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false
  await navigator.serviceWorker.register('/push-worker.js', { updateViaCache: 'none' })
  const { pushManager } = await navigator.serviceWorker.ready
  // One that was made for another key of the gateway would be in the way.
  await (await pushManager.getSubscription())?.unsubscribe()
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })
  // Of JSON that the standard describes.
  const { endpoint, keys } = subscription.toJSON() as PushSubscription
  try {
    await call<PushDevices>('PUT', `${DEVICES}/this`, {
      endpoint,
      keys: { p256dh: keys.p256dh, auth: keys.auth },
    })
  } catch (error) {
    await subscription.unsubscribe()
    throw error
  }
  return true
}
