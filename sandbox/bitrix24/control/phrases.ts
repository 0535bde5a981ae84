/** What people of a company write to their help desk, for content that reads like life. */
export type Story = {
  title: string
  category: string
  system: string
  description: string
  comments: readonly string[]
  mail: { subject: string; html: string }
}

export const STORIES: readonly Story[] = [
  {
    title: 'Impressora do financeiro não imprime notas',
    category: 'Equipamentos',
    system: 'Outros',
    description: 'A impressora da sala 204 mostra "papel atolado", mas já abri tudo e não há papel preso.',
    comments: [
      'Já desliguei e liguei de novo, continua igual.',
      'Vou até aí depois do almoço com um rolo novo.',
      'Troquei o rolo de tração. Pode testar, por favor?',
      'Imprimiu! Muito obrigada.',
    ],
    mail: {
      subject: 'Re: Impressora do financeiro',
      html: '<p>Bom dia,</p><p>segue a foto do painel. O erro é sempre o <b>E-13</b>.</p>',
    },
  },
  {
    title: 'Acesso ao ERP para nova colaboradora',
    category: 'Acessos e Permissões',
    system: 'ERP',
    description: 'A Camila começou hoje no contas a pagar e precisa do perfil de lançamento no ERP.',
    comments: [
      'Preciso do aval da gestora para criar o perfil.',
      'Aval dado por mim, pode seguir.',
      'Perfil criado, ela recebe a senha por e-mail.',
    ],
    mail: {
      subject: 'Autorização de acesso',
      html: '<p>Autorizo o acesso da Camila ao módulo <i>Contas a pagar</i>.</p><p>Helena, gerente financeira</p>',
    },
  },
  {
    title: 'VPN cai a cada dez minutos',
    category: 'Redes e Internet',
    system: 'VPN',
    description: 'Em casa a VPN desconecta sozinha, e perco o que estava fazendo na planilha da rede.',
    comments: [
      'Acontece também no celular, com outra internet?',
      'No celular não cai, só no Wi-Fi de casa.',
      'Baixei o MTU do seu perfil para 1300, reconecte e me diga.',
    ],
    mail: {
      subject: 'Registro da VPN',
      html: '<p>Anexei o registro. A queda de hoje foi às <b>10:42</b>.</p>',
    },
  },
  {
    title: 'Nota fiscal rejeitada: CFOP inválido',
    category: 'Sistema Financeiro',
    system: 'ERP',
    description: 'A SEFAZ rejeita a nota 18.442 com o erro 327. O cliente está na doca esperando o caminhão.',
    comments: [
      'O cadastro do produto está com o CFOP de outro estado.',
      'Corrigi o cadastro, transmita de novo.',
      'Autorizada. O caminhão já saiu.',
    ],
    mail: {
      subject: 'Rejeição 327',
      html: '<p>Segue o XML da nota. <u>Urgente</u>, por favor.</p>',
    },
  },
  {
    title: 'Notebook lento depois da atualização',
    category: 'Equipamentos',
    system: 'Outros',
    description: 'Desde a atualização de terça o notebook leva quinze minutos para abrir o e-mail.',
    comments: [
      'O disco está em 98 %.',
      'Movi os arquivos antigos para a nuvem, sobrou espaço.',
      'Ficou bem mais rápido.',
    ],
    mail: { subject: 'Notebook', html: '<p>Posso deixá-lo com vocês na sexta à tarde?</p>' },
  },
  {
    title: 'Coletor do armazém não lê código de barras',
    category: 'Equipamentos',
    system: 'WMS',
    description: 'O coletor 7 apita, mas não grava a leitura no WMS. Os outros funcionam.',
    comments: [
      'Reinicie segurando os dois gatilhos.',
      'Feito, voltou a gravar por uma hora e parou.',
      'Mandei um de reserva.',
    ],
    mail: { subject: 'Coletor 7', html: '<p>O número de série é <b>CT-40-00917</b>.</p>' },
  },
  {
    title: 'Relatório de comissões com valor dobrado',
    category: 'Sistema Financeiro',
    system: 'BI',
    description: 'No relatório de outubro os vendedores de Recife aparecem duas vezes.',
    comments: [
      'A filial foi cadastrada duas vezes.',
      'Unifiquei os cadastros, o relatório de amanhã sai certo.',
    ],
    mail: { subject: 'Comissões de outubro', html: '<p>Compare as linhas 12 e 48 da planilha.</p>' },
  },
  {
    title: 'E-mail de fornecedor cai no spam',
    category: 'E-mail',
    system: 'E-mail',
    description: 'Os boletos da transportadora caem no lixo eletrônico e vencem sem que ninguém veja.',
    comments: ['Liberei o domínio deles.', 'Chegou o de hoje na caixa de entrada.'],
    mail: { subject: 'Boletos', html: '<p>O remetente é <b>cobranca@transportadora.example</b>.</p>' },
  },
  {
    title: 'Senha bloqueada no ponto eletrônico',
    category: 'Acessos e Permissões',
    system: 'RH',
    description: 'Digitei a senha errada três vezes e não consigo marcar a saída.',
    comments: ['Desbloqueei. Escolha outra senha no primeiro acesso.', 'Consegui, obrigado.'],
    mail: { subject: 'Ponto', html: '<p>Minha saída de ontem foi às 18:07.</p>' },
  },
  {
    title: 'Telefone do balcão sem linha',
    category: 'Telefonia',
    system: 'Outros',
    description: 'O ramal 4021 está mudo desde cedo, os clientes reclamam que ninguém atende.',
    comments: [
      'O cabo estava solto no switch do térreo.',
      'Voltou. Passei uma abraçadeira para não soltar mais.',
    ],
    mail: { subject: 'Ramal 4021', html: '<p>O ramal do lado, 4022, funciona.</p>' },
  },
]

export const PEOPLE_WHO_ASK: readonly {
  name: string
  lastName: string
  filial: string
  department: string
}[] = [
  { name: 'Maria', lastName: 'Santos', filial: 'São Paulo', department: 'Financeiro' },
  { name: 'Pedro', lastName: 'Lima', filial: 'Recife', department: 'Logística' },
  { name: 'Beatriz', lastName: 'Nunes', filial: 'Curitiba', department: 'Comercial' },
  { name: 'Rafael', lastName: 'Moreira', filial: 'São Paulo', department: 'RH' },
  { name: 'Luciana', lastName: 'Prado', filial: 'Recife', department: 'Logística' },
  { name: 'Otávio', lastName: 'Ramos', filial: 'Manaus', department: 'Comercial' },
]

/** `maria.santos@example.com`, as Ponte's demo people have it. */
export function addressOf(name: string, lastName: string): string {
  const plain = `${name}.${lastName}`.normalize('NFD').replace(/\p{M}/gu, '')
  return `${plain.toLowerCase().replaceAll(' ', '.')}@example.com`
}
