// Shows what the gateway pushes while nobody looks: it runs only in browsers where somebody asked for that, and caches nothing.

self.addEventListener('push', (event) => {
  const { title, body, lang, tag, path, isQuiet } = event.data?.json() ?? { title: 'Ponte', path: '/' }
  // Of two with one tag the later takes the place of the other, without a sound.
  const options = { body, lang, tag, silent: isQuiet, icon: '/icon.svg', data: { path } }
  event.waitUntil(self.registration.showNotification(title, options))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data.path))
})

/** Where it is open already, that is shown. What somebody writes elsewhere is left alone. */
async function open(path) {
  const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const there = tabs.find(({ url }) => new URL(url).pathname === path)
  await (there ? there.focus() : self.clients.openWindow(path))
}

self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renew(event)))

/** The push service has given this browser another address. */
async function renew({ oldSubscription, newSubscription }) {
  const applicationServerKey = oldSubscription?.options.applicationServerKey
  const { pushManager } = self.registration
  const subscription =
    newSubscription ?? (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey }))
  const { endpoint, keys } = subscription.toJSON()
  const tell = () => ask('PUT', '/api/v1/notifications/devices/this', { endpoint, keys })
  const { status } = await tell()
  if (status !== 401) return
  // A refresh token is good once, so tabs wait for each other and for us.
  await navigator.locks.request('ponte-renewal', () => ask('POST', '/api/v1/session/refresh'))
  const again = await tell()
  // Nobody is signed in here any more.
  if (again.status === 401) await subscription.unsubscribe()
}

function ask(method, path, body) {
  const headers = { 'X-Requested-With': 'ponte', ...(body && { 'Content-Type': 'application/json' }) }
  return fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
}
