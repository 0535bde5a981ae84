import type { Texts } from './texts.ts'

export const ptBR: Texts = {
  problems: {
    'malformed-request': {
      title: 'Pedido ilegível',
      detail: 'O pedido não segue o protocolo HTTP. Confira o endereço e os cabeçalhos.',
    },
    'malformed-json': { title: 'JSON inválido', detail: 'O corpo do pedido não é um JSON válido.' },
    'duplicate-header': {
      title: 'Cabeçalho repetido',
      detail: 'O cabeçalho {name} veio mais de uma vez. Envie-o uma vez só.',
    },
    'link-not-valid': {
      title: 'Link sem validade',
      detail: 'Este link já foi usado ou expirou. Peça outro e use a mensagem mais recente.',
    },
    'not-signed-in': {
      title: 'É preciso entrar',
      detail: 'Entre com a sua matrícula e senha para continuar.',
    },
    'token-not-valid': { title: 'Acesso inválido', detail: 'O token de acesso não é válido. Entre de novo.' },
    'token-expired': {
      title: 'Acesso expirado',
      detail: 'O token de acesso expirou. Renove a sessão ou entre de novo.',
    },
    'session-ended': { title: 'Sessão encerrada', detail: 'Esta sessão foi encerrada. Entre de novo.' },
    'refresh-token-missing': {
      title: 'Refresh token ausente',
      detail: 'Refresh token não encontrado nos cookies',
    },
    'refresh-token-not-valid': {
      title: 'Refresh token inválido',
      detail: 'O refresh token não é válido. Entre de novo.',
    },
    'wrong-credentials': {
      title: 'Não foi possível entrar',
      detail: 'Matrícula ou senha incorreta. Confira as duas e tente de novo.',
    },
    'current-password-wrong': {
      title: 'Senha atual incorreta',
      detail: 'A senha atual não confere. Nada foi alterado.',
    },
    forbidden: {
      title: 'Sem permissão',
      detail: 'Você não tem permissão para isto. Fale com um administrador.',
    },
    'origin-not-allowed': {
      title: 'Origem não permitida',
      detail: 'O pedido veio de uma página que não faz parte do Ponte e não foi executado.',
    },
    'password-sign-in-off': {
      title: 'Entrada só pela empresa',
      detail: 'Aqui se entra pela conta da empresa, e não com matrícula e senha.',
    },
    'account-waiting': {
      title: 'Acesso em análise',
      detail: 'Seu pedido de acesso ainda espera por uma resposta. Avisamos por e-mail assim que ela vier.',
    },
    'sign-up-not-found': {
      title: 'Pedido não encontrado',
      detail: 'Não há pedido de acesso {id} que você possa decidir.',
    },
    'sign-up-decided': {
      title: 'Pedido já decidido',
      detail: 'Este pedido de acesso já foi respondido de outro modo.',
    },
    'account-inactive': {
      title: 'Conta desativada',
      detail: 'Esta conta está desativada. Fale com um administrador para reativá-la.',
    },
    'email-not-confirmed': {
      title: 'E-mail não confirmado',
      detail:
        'Enviamos uma mensagem para {email}. Abra o link dela para confirmar o endereço e depois entre.',
    },
    'sign-up-closed': {
      title: 'Cadastro fechado',
      detail: 'Novas contas são criadas por um administrador. Fale com a central de atendimento.',
    },
    'crm-install-refused': {
      title: 'Instalação recusada',
      detail: 'Não foi possível comprovar esta instalação do aplicativo. O log diz o motivo.',
    },
    'crm-event-refused': {
      title: 'Evento recusado',
      detail: 'Este evento não comprova que vem do nosso CRM.',
    },
    'erasing-oneself': {
      title: 'Não é possível remover a si mesmo',
      detail: 'Peça a outro administrador que remova os seus dados.',
    },
    'user-erased': {
      title: 'Dados já removidos',
      detail: 'Os dados desta pessoa foram removidos e a conta não pode mais ser alterada.',
    },
    'device-not-found': {
      title: 'Aparelho não encontrado',
      detail: 'Nenhum dos seus aparelhos que recebem avisos tem este número.',
    },
    'export-not-found': {
      title: 'Exportação não encontrada',
      detail: 'Não há exportação {id}.',
    },
    'mail-not-signed': {
      title: 'Mensagem sem assinatura válida',
      detail: 'Esta mensagem não comprova que vem do nosso servidor de e-mail.',
    },
    'mail-already-taken': {
      title: 'Mensagem já recebida',
      detail: 'Esta mensagem já foi recebida.',
    },
    'crm-away': {
      title: 'CRM sem resposta',
      detail: 'O CRM não responde no momento. Tente novamente em instantes.',
    },
    'email-domain-not-allowed': {
      title: 'E-mail de fora da empresa',
      detail: 'Use o seu e-mail da empresa ({domains}) para criar a conta.',
    },
    'not-found': { title: 'Página não encontrada', detail: 'Não há nada neste endereço.' },
    'user-not-found': { title: 'Usuário não encontrado', detail: 'Usuário com ID {id} não encontrado' },
    'session-not-found': {
      title: 'Sessão não encontrada',
      detail: 'Esta sessão não existe ou já foi encerrada.',
    },
    'method-not-allowed': {
      title: 'Método não permitido',
      detail: 'Este endereço não aceita {method}. Aceita: {allowed}.',
    },
    'request-timeout': {
      title: 'Pedido incompleto',
      detail: 'O pedido demorou demais para chegar inteiro. Envie de novo.',
    },
    'already-registered': { title: 'Já cadastrado', detail: 'Já existe uma conta com estes dados.' },
    'last-admin': {
      title: 'Último administrador',
      detail: 'Esta é a última conta de administrador ativa. Nomeie outra pessoa antes.',
    },
    'body-too-large': {
      title: 'Conteúdo grande demais',
      detail: 'O conteúdo enviado passa do limite de {limit}.',
    },
    'content-type-not-supported': {
      title: 'Tipo de conteúdo não aceito',
      detail: 'Este endereço não aceita esse tipo de conteúdo. Envie como application/json.',
    },
    'invalid-request': {
      title: 'Dados inválidos',
      detail: 'Alguns dados precisam de correção. Confira os campos indicados.',
    },
    'too-many-attempts': {
      title: 'Muitas tentativas',
      detail: 'Foram muitas tentativas. Espere {seconds} s e tente de novo.',
    },
    'headers-too-large': {
      title: 'Cabeçalhos grandes demais',
      detail: 'Os cabeçalhos do pedido passam do limite.',
    },
    'ticket-closed': { title: 'Chamado encerrado', detail: 'Ticket is closed' },
    'ticket-not-resolved': { title: 'Chamado ainda em andamento', detail: 'Ticket not resolved yet' },
    'upload-incomplete': {
      title: 'Envio incompleto',
      detail: 'O arquivo não chegou inteiro. Envie de novo.',
    },
    'sender-not-allowed': {
      title: 'Remetente não permitido',
      detail: 'Não é possível enviar e-mails como {address}.',
    },
    'recipient-not-allowed': {
      title: 'Destinatário não permitido',
      detail: '{address} não participa deste chamado.',
    },
    'ticket-not-found': { title: 'Chamado não encontrado', detail: 'Ticket not found' },
    'message-not-found': {
      title: 'Mensagem não encontrada',
      detail: 'Esta mensagem não existe neste chamado.',
    },
    'file-not-found': {
      title: 'Arquivo não encontrado',
      detail: 'Este arquivo não existe ou não está disponível para você.',
    },
    'job-not-found': { title: 'Tarefa não encontrada', detail: 'Não há tarefa prometida com este número.' },
    'event-not-found': {
      title: 'Evento não encontrado',
      detail: 'Não existe evento do CRM com o número {id}, ou o prazo em que fica guardado já passou.',
    },
    'invalid-transition': {
      title: 'Mudança de situação não permitida',
      detail: 'O chamado está em "{from}" e não pode passar a "{to}".',
    },
    'reopen-window-over': {
      title: 'Prazo de reabertura encerrado',
      detail: 'O chamado foi encerrado há mais de {days} dias. Abra um novo.',
    },
    'rating-not-open': { title: 'Avaliação encerrada', detail: 'Este chamado não pode mais ser avaliado.' },
    'upload-already-used': {
      title: 'Arquivo já usado',
      detail: 'Este envio já está anexado a outra mensagem. Envie o arquivo de novo.',
    },
    'file-on-its-way': {
      title: 'Arquivo a caminho',
      detail: 'O arquivo ainda está sendo trazido do CRM. Tente em instantes.',
    },
    'file-missing': { title: 'Arquivo ausente', detail: 'O CRM não fornece mais este arquivo.' },
    'file-refused': {
      title: 'Arquivo não aceito',
      detail: 'O arquivo veio do CRM e não cumpre uma regra para arquivos: o tamanho ou o tipo.',
    },
    'file-quarantined': {
      title: 'Arquivo em verificação',
      detail: 'O arquivo ainda está sendo verificado. Tente em instantes.',
    },
    'crm-rejected': {
      title: 'O CRM recusou a mudança',
      detail: 'O CRM não aceitou esta mudança, e nada foi alterado.',
    },
    'calendar-in-use': {
      title: 'O calendário está em uso',
      detail: 'A política {policy} conta por este calendário. Dê a ela outro antes.',
    },
    'calendar-not-found': {
      title: 'Calendário não encontrado',
      detail: 'Não existe calendário com o número {id}.',
    },
    'rule-not-found': {
      title: 'Regra não encontrada',
      detail: 'Não existe regra com o número {id}.',
    },
    'policy-not-found': {
      title: 'Política não encontrada',
      detail: 'Não existe política com o número {id}.',
    },
    'view-not-found': {
      title: 'Visão não encontrada',
      detail: 'Não existe visão com o número {id}, ou ela é de outra pessoa.',
    },
    'category-in-use': {
      title: 'O assunto está em uso',
      detail: 'Neste assunto há textos: {count}. Dê a eles outro assunto antes.',
    },
    'category-not-found': {
      title: 'Categoria não encontrada',
      detail: 'Não existe categoria com o número {id}.',
    },
    'article-not-found': { title: 'Artigo não encontrado', detail: 'Artigo não encontrado' },
    'article-version-not-found': {
      title: 'Versão não encontrada',
      detail: 'Este artigo não tem a versão {version}.',
    },
    'article-status-conflict': {
      title: 'Não é possível na situação atual',
      detail: 'O artigo está na situação "{status}", que não permite isto.',
    },
    'link-not-found': {
      title: 'Vínculo não encontrado',
      detail: 'Este chamado não tem o vínculo de número {id}.',
    },
    'too-many-watchers': {
      title: 'Pessoas demais em cópia',
      detail: 'Até {limit} pessoas podem acompanhar um chamado. Remova alguém antes.',
    },
    'too-many-links': {
      title: 'Vínculos demais',
      detail: 'Um chamado tem no máximo {limit} vínculos. Remova um que não serve mais.',
    },
    'circular-links': {
      title: 'O vínculo fecharia um círculo',
      detail: 'O chamado {number} já está abaixo deste. Um chamado não pode ficar abaixo de si mesmo.',
    },
    'parent-already-there': {
      title: 'Já tem um chamado principal',
      detail: 'O chamado {number} já faz parte de outro. Desfaça aquele vínculo antes.',
    },
    'ticket-merged': {
      title: 'O chamado foi unido a outro',
      detail: 'O chamado {ticket} foi unido ao {number}. Continue por lá.',
    },
    'other-requester': {
      title: 'Os chamados são de pessoas diferentes',
      detail: 'Quem abriu um passará a ver o outro. Se é isso mesmo, confirme.',
    },
    'reply-not-found': {
      title: 'Resposta pronta não encontrada',
      detail: 'Não existe resposta pronta com o número {id}.',
    },
    'macro-not-found': { title: 'Macro não encontrada', detail: 'Não existe macro com o número {id}.' },
    'too-many-replies': {
      title: 'Respostas prontas demais',
      detail: 'Você já tem {limit} respostas prontas, que é o máximo. Exclua uma de que não precisa.',
    },
    'reply-in-use': {
      title: 'A resposta é usada por regras',
      detail: 'A resposta "{title}" é a primeira resposta destas regras: {rules}. Mude as regras antes.',
    },
    'ticket-not-closed': {
      title: 'Chamado ainda aberto',
      detail: 'O chamado não está encerrado. Escreva nele mesmo.',
    },
    'macro-on-closed': {
      title: 'Chamado encerrado',
      detail: 'Macros não se aplicam a um chamado encerrado. Reabra o chamado antes.',
    },
    'macro-outdated': {
      title: 'A macro não vale mais',
      detail: 'A macro "{title}" usa algo que não existe mais: {field}. Corrija a macro e aplique de novo.',
    },
    'too-many-views': {
      title: 'Visões demais',
      detail: 'Você já tem {limit} visões salvas, que é o máximo. Exclua uma de que não precisa.',
    },
    'backfill-under-way': {
      title: 'Já em andamento',
      detail: 'O funil {pipeline} já está sendo trazido do CRM. Espere terminar: continua sozinho.',
    },
    'job-not-dead': {
      title: 'A tarefa não está parada',
      detail: 'Só tarefas paradas podem ser retomadas ou descartadas.',
    },
    'file-infected': {
      title: 'Arquivo bloqueado',
      detail: 'O arquivo foi bloqueado pelo antivírus e removido.',
    },
    'version-conflict': {
      title: 'Alterado por outra pessoa',
      detail: 'Isto mudou desde que você leu (versão atual: {version}). Leia de novo e repita.',
    },
    'file-too-large': { title: 'Arquivo grande demais', detail: '{name} é maior que o limite de {limit}.' },
    'quota-exceeded': {
      title: 'Limite diário de arquivos',
      detail: 'Você enviou mais de {limit} em 24 horas. Tente mais tarde.',
    },
    'file-type-not-allowed': {
      title: 'Tipo de arquivo não aceito',
      detail: '{name} não é de um tipo aceito, ou não é o que o nome diz.',
    },
    'file-empty': { title: 'Arquivo vazio', detail: '{name} não tem conteúdo.' },
    'too-many-files': { title: 'Arquivos demais', detail: 'Envie no máximo {limit} arquivos de cada vez.' },
    'idempotency-key-reused': {
      title: 'Chave já usada',
      detail: 'Esta Idempotency-Key já foi usada com outro conteúdo.',
    },
    'if-match-required': {
      title: 'Versão não informada',
      detail: 'Informe em If-Match a versão que você leu.',
    },
    'file-store-away': {
      title: 'Arquivos momentaneamente indisponíveis',
      detail: 'Não foi possível guardar ou abrir o arquivo agora. Tente de novo em instantes.',
    },
    'disk-full': {
      title: 'Sem espaço',
      detail: 'No momento não há espaço para guardar o que você enviou. Tente de novo em alguns minutos.',
    },
    'too-busy': {
      title: 'Muitos arquivos ao mesmo tempo',
      detail: 'Estamos recebendo muitos arquivos agora. Tente de novo em instantes.',
    },
    'crm-timeout': { title: 'O CRM não respondeu a tempo', detail: 'Timeout ao buscar dados do Bitrix24' },
    'internal-error': {
      title: 'Erro inesperado',
      detail: 'Algo deu errado do nosso lado. Tente de novo; se persistir, informe o código {requestId}.',
    },
    'database-unavailable': {
      title: 'Serviço momentaneamente indisponível',
      detail: 'O banco de dados não está respondendo. Tente de novo em alguns segundos.',
    },
    'too-slow': {
      title: 'Demorou demais',
      detail: 'O pedido demorou demais e foi interrompido. Confira se ele foi executado antes de repetir.',
    },
  },
  fields: {
    required: 'Preencha este campo.',
    'wrong-type': 'O valor não é do tipo esperado ({expected}).',
    'too-short': 'Use pelo menos {minimum} caracteres.',
    'too-long': 'Use no máximo {maximum} caracteres.',
    'too-small': 'O menor valor aceito é {minimum}.',
    'too-big': 'O maior valor aceito é {maximum}.',
    'one-of': 'Use um destes valores: {values}.',
    'unknown-field': 'Este campo não existe: {keys}.',
    'unreadable-text': 'O texto contém caracteres que não podem ser salvos.',
    'too-deep': 'Os dados têm níveis demais, uns dentro dos outros.',
    email: 'Informe um e-mail válido, como maria@empresa.com.br.',
    cpf: 'CPF inválido. Confira os onze dígitos.',
    matricula: 'A matrícula tem até 8 dígitos e não começa com zero.',
    name: 'Use só letras, espaços, pontos, hífens e apóstrofos.',
    'name-taken': 'Já existe um com este nome.',
    taken: 'Já existe uma conta com este valor.',
    base64: 'O conteúdo não é base64 válido.',
    category: 'Esta categoria não existe.',
    rating: 'A nota vai de 1 a 5.',
    'own-user': 'Informe o seu próprio usuário.',
    'time-zone': 'Este fuso horário não existe. Use um nome como America/Sao_Paulo.',
    'time-of-day': 'Informe a hora como 08:00; o dia vai de 00:00 a 24:00.',
    'interval-reversed':
      'O intervalo termina antes de começar. Para uma noite, use dois: até 24:00 e, no dia seguinte, a partir de 00:00.',
    'intervals-overlap': 'Há intervalos que se sobrepõem.',
    'calendar-without-hours':
      'Informe pelo menos um intervalo em algum dia da semana: em um calendário sem horas nada vence.',
    'holiday-date':
      'Informe a data como 2026-12-25, 12-25 (todos os anos) ou easter-2 (dias antes ou depois da Páscoa).',
    'not-ahead': 'Escolha um momento no futuro, até um ano daqui.',
    placeholder: 'Há um campo que não existe entre as chaves duplas. Os que existem: {values}.',
    'slug-taken': 'Este endereço já é, ou já foi, de outro texto.',
    'picture-gone': 'Uma imagem deste texto não existe mais. Tire-a do texto ou envie-a de novo.',
    repeated: 'Isto já está na lista.',
    'not-valid': 'O valor não é válido.',
  },
}
