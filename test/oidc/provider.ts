import Provider from 'oidc-provider'

/** The company's own sign-in, as a process: PORT and REDIRECT_URI in the environment. Whoever is not in PEOPLE is nobody. */

type Person = { email: string; email_verified: boolean; name: string; groups?: string[] }
const PEOPLE: Record<string, Person> = {
  maria: { email: 'maria.santos@example.com', email_verified: true, name: 'Maria Santos' },
  'maria-de-novo': { email: 'maria.santos@example.com', email_verified: true, name: 'Outra Maria' },
  pedro: { email: 'Pedro.Lima@Example.com', email_verified: true, name: 'Pedro Lima' },
  intruso: { email: 'rita.admin@example.com', email_verified: false, name: 'Rita Admin' },
  joao: {
    ...{ email: 'joao.tech@example.com', email_verified: true, name: 'João Tech' },
    groups: ['todos', 'ponte-agents', 'ponte-leads'],
  },
  nova: { email: 'nova.pessoa@empresa.com.br', email_verified: true, name: 'Nova Pessoa' },
}

const { PORT = '', REDIRECT_URI = '', LEFT_URI = '' } = process.env
const provider = new Provider(`http://localhost:${PORT}`, {
  clients: [
    {
      ...{ client_id: 'ponte', client_secret: 'segredo-so-dos-testes', redirect_uris: [REDIRECT_URI] },
      post_logout_redirect_uris: [LEFT_URI],
      ...{ grant_types: ['authorization_code'], response_types: ['code'] },
    },
  ],
  pkce: { required: () => true },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
  cookies: { keys: ['chave-so-dos-testes'] },
  ttl: { Session: 600, Grant: 600, Interaction: 600, AccessToken: 3600, IdToken: 3600 },
  findAccount(_context, id) {
    const person = PEOPLE[id]
    return person && { accountId: id, claims: () => ({ sub: id, ...person }) }
  },
  // Employees are not asked whether their own company may know them.
  async loadExistingGrant({ oidc }) {
    const grant = new provider.Grant({
      clientId: oidc.entities.Client?.clientId,
      accountId: oidc.session?.accountId,
    })
    grant.addOIDCScope('openid email profile')
    await grant.save()
    return grant
  },
})
provider.listen(Number(PORT), '127.0.0.1', () => process.stdout.write('ready\n'))
