import type { Texts } from './texts.ts'

export const es: Texts = {
  problems: {
    'malformed-request': {
      title: 'Solicitud ilegible',
      detail: 'La solicitud no sigue el protocolo HTTP. Revise la dirección y las cabeceras.',
    },
    'malformed-json': { title: 'JSON no válido', detail: 'El cuerpo de la solicitud no es un JSON válido.' },
    'duplicate-header': {
      title: 'Cabecera repetida',
      detail: 'La cabecera {name} llegó más de una vez. Envíela una sola vez.',
    },
    'link-not-valid': {
      title: 'Enlace sin validez',
      detail: 'Este enlace ya se usó o caducó. Pida otro y use el mensaje más reciente.',
    },
    'not-signed-in': {
      title: 'Hay que entrar',
      detail: 'Entre con su matrícula y contraseña para continuar.',
    },
    'token-not-valid': {
      title: 'Acceso no válido',
      detail: 'El token de acceso no es válido. Entre de nuevo.',
    },
    'token-expired': {
      title: 'Acceso caducado',
      detail: 'El token de acceso caducó. Renueve la sesión o entre de nuevo.',
    },
    'session-ended': { title: 'Sesión cerrada', detail: 'Esta sesión se cerró. Entre de nuevo.' },
    'refresh-token-missing': {
      title: 'Falta el refresh token',
      detail: 'No hay refresh token en las cookies.',
    },
    'refresh-token-not-valid': {
      title: 'Refresh token no válido',
      detail: 'El refresh token no es válido. Entre de nuevo.',
    },
    'wrong-credentials': {
      title: 'No fue posible entrar',
      detail: 'La matrícula o la contraseña no es correcta. Revise ambas e intente de nuevo.',
    },
    'current-password-wrong': {
      title: 'Contraseña actual incorrecta',
      detail: 'La contraseña actual no es correcta. No se cambió nada.',
    },
    forbidden: { title: 'Sin permiso', detail: 'No tiene permiso para esto. Hable con un administrador.' },
    'origin-not-allowed': {
      title: 'Origen no permitido',
      detail: 'La solicitud vino de una página que no es parte de Ponte y no se ejecutó.',
    },
    'password-sign-in-off': {
      title: 'Entrada solo por la empresa',
      detail: 'Aquí se entra con la cuenta de la empresa, y no con matrícula y contraseña.',
    },
    'account-waiting': {
      title: 'Acceso en revisión',
      detail: 'Su solicitud de acceso aún espera respuesta. Le avisaremos por correo en cuanto llegue.',
    },
    'sign-up-not-found': {
      title: 'Solicitud no encontrada',
      detail: 'No hay una solicitud de acceso {id} que usted pueda decidir.',
    },
    'sign-up-decided': {
      title: 'Solicitud ya decidida',
      detail: 'Esta solicitud de acceso ya fue respondida de otro modo.',
    },
    'account-inactive': {
      title: 'Cuenta desactivada',
      detail: 'Esta cuenta está desactivada. Hable con un administrador para reactivarla.',
    },
    'email-not-confirmed': {
      title: 'Correo sin confirmar',
      detail: 'Enviamos un mensaje a {email}. Abra su enlace para confirmar la dirección y después entre.',
    },
    'sign-up-closed': {
      title: 'Registro cerrado',
      detail: 'Las cuentas nuevas las crea un administrador. Hable con la mesa de ayuda.',
    },
    'crm-install-refused': {
      title: 'Instalación rechazada',
      detail: 'No se pudo comprobar esta instalación de la aplicación. El registro dice por qué.',
    },
    'crm-event-refused': {
      title: 'Evento rechazado',
      detail: 'Este evento no demuestra que viene de nuestro CRM.',
    },
    'erasing-oneself': {
      title: 'No es posible eliminarse a sí mismo',
      detail: 'Pida a otro administrador que elimine sus datos.',
    },
    'user-erased': {
      title: 'Datos ya eliminados',
      detail: 'Los datos de esta persona fueron eliminados y la cuenta ya no puede cambiarse.',
    },
    'device-not-found': {
      title: 'Dispositivo no encontrado',
      detail: 'Ninguno de sus dispositivos que reciben avisos tiene este número.',
    },
    'export-not-found': {
      title: 'Exportación no encontrada',
      detail: 'No hay ninguna exportación {id}.',
    },
    'mail-not-signed': {
      title: 'Mensaje sin firma válida',
      detail: 'Este mensaje no demuestra que viene de nuestro servidor de correo.',
    },
    'mail-already-taken': {
      title: 'Mensaje ya recibido',
      detail: 'Este mensaje ya fue recibido.',
    },
    'crm-away': {
      title: 'CRM sin respuesta',
      detail: 'El CRM no responde en este momento. Inténtelo de nuevo en un instante.',
    },
    'email-domain-not-allowed': {
      title: 'Correo ajeno a la empresa',
      detail: 'Use su correo de la empresa ({domains}) para crear la cuenta.',
    },
    'not-found': { title: 'Página no encontrada', detail: 'No hay nada en esta dirección.' },
    'user-not-found': { title: 'Usuario no encontrado', detail: 'No hay ningún usuario con el ID {id}.' },
    'session-not-found': { title: 'Sesión no encontrada', detail: 'Esta sesión no existe o ya se cerró.' },
    'method-not-allowed': {
      title: 'Método no permitido',
      detail: 'Esta dirección no acepta {method}. Acepta: {allowed}.',
    },
    'request-timeout': {
      title: 'Solicitud incompleta',
      detail: 'La solicitud tardó demasiado en llegar entera. Envíela de nuevo.',
    },
    'already-registered': { title: 'Ya registrado', detail: 'Ya existe una cuenta con estos datos.' },
    'last-admin': {
      title: 'Último administrador',
      detail: 'Esta es la última cuenta de administrador activa. Nombre antes a otra persona.',
    },
    'body-too-large': { title: 'Demasiado grande', detail: 'Lo enviado supera el límite de {limit}.' },
    'content-type-not-supported': {
      title: 'Tipo de contenido no aceptado',
      detail: 'Esta dirección no acepta ese tipo de contenido. Envíelo como application/json.',
    },
    'invalid-request': {
      title: 'Datos no válidos',
      detail: 'Algunos datos necesitan corrección. Revise los campos indicados.',
    },
    'too-many-attempts': {
      title: 'Demasiados intentos',
      detail: 'Hubo demasiados intentos. Espere {seconds} s e intente de nuevo.',
    },
    'headers-too-large': { title: 'Cabeceras demasiado grandes', detail: 'Las cabeceras superan el límite.' },
    'ticket-closed': {
      title: 'Ticket cerrado',
      detail: 'El ticket está cerrado. Abra uno nuevo o reabra este.',
    },
    'ticket-not-resolved': { title: 'Ticket aún en curso', detail: 'El ticket todavía no está resuelto.' },
    'upload-incomplete': {
      title: 'Envío incompleto',
      detail: 'El archivo no llegó completo. Envíelo de nuevo.',
    },
    'sender-not-allowed': {
      title: 'Remitente no permitido',
      detail: 'No se pueden enviar correos como {address}.',
    },
    'recipient-not-allowed': {
      title: 'Destinatario no permitido',
      detail: '{address} no participa en este ticket.',
    },
    'ticket-not-found': { title: 'Ticket no encontrado', detail: 'No se encontró el ticket.' },
    'message-not-found': { title: 'Mensaje no encontrado', detail: 'Este mensaje no existe en este ticket.' },
    'file-not-found': {
      title: 'Archivo no encontrado',
      detail: 'Este archivo no existe o no está disponible para usted.',
    },
    'job-not-found': {
      title: 'Tarea no encontrada',
      detail: 'No hay ninguna tarea con este número.',
    },
    'event-not-found': {
      title: 'Evento no encontrado',
      detail: 'No existe un evento del CRM con el número {id}, o ya pasó el plazo en que se guarda.',
    },
    'invalid-transition': {
      title: 'Cambio de estado no permitido',
      detail: 'El ticket está en "{from}" y no puede pasar a "{to}".',
    },
    'reopen-window-over': {
      title: 'Plazo de reapertura vencido',
      detail: 'El ticket se cerró hace más de {days} días. Abra uno nuevo.',
    },
    'rating-not-open': { title: 'Valoración cerrada', detail: 'Este ticket ya no se puede valorar.' },
    'upload-already-used': {
      title: 'Archivo ya usado',
      detail: 'Este envío ya está adjunto a otro mensaje. Envíe el archivo de nuevo.',
    },
    'file-on-its-way': {
      title: 'Archivo en camino',
      detail: 'El archivo todavía se está trayendo del CRM. Inténtelo en un momento.',
    },
    'file-missing': { title: 'Archivo ausente', detail: 'El CRM ya no entrega este archivo.' },
    'file-refused': {
      title: 'Archivo no aceptado',
      detail: 'El archivo vino del CRM y no cumple una regla para archivos: su tamaño o su tipo.',
    },
    'file-quarantined': {
      title: 'Archivo en verificación',
      detail: 'El archivo todavía se está verificando. Inténtelo en un momento.',
    },
    'crm-rejected': {
      title: 'El CRM rechazó el cambio',
      detail: 'El CRM no aceptó este cambio y nada se modificó.',
    },
    'calendar-in-use': {
      title: 'El calendario está en uso',
      detail: 'La política {policy} cuenta con este calendario. Dele otro primero.',
    },
    'calendar-not-found': {
      title: 'Calendario no encontrado',
      detail: 'No hay ningún calendario con el número {id}.',
    },
    'rule-not-found': {
      title: 'Regla no encontrada',
      detail: 'No hay ninguna regla con el número {id}.',
    },
    'policy-not-found': {
      title: 'Política no encontrada',
      detail: 'No hay ninguna política con el número {id}.',
    },
    'view-not-found': {
      title: 'Vista no encontrada',
      detail: 'No hay ninguna vista con el número {id}, o es de otra persona.',
    },
    'category-in-use': {
      title: 'El tema está en uso',
      detail: 'En este tema hay textos: {count}. Deles otro tema primero.',
    },
    'category-not-found': {
      title: 'Categoría no encontrada',
      detail: 'No hay ninguna categoría con el número {id}.',
    },
    'article-not-found': { title: 'Artículo no encontrado', detail: 'Artículo no encontrado' },
    'article-version-not-found': {
      title: 'Versión no encontrada',
      detail: 'Este artículo no tiene la versión {version}.',
    },
    'article-status-conflict': {
      title: 'No es posible en su estado',
      detail: 'El artículo está en el estado "{status}", que no permite esto.',
    },
    'link-not-found': {
      title: 'Vínculo no encontrado',
      detail: 'Este ticket no tiene el vínculo número {id}.',
    },
    'too-many-watchers': {
      title: 'Demasiadas personas en copia',
      detail: 'Hasta {limit} personas pueden seguir un ticket. Quite a alguien antes.',
    },
    'too-many-links': {
      title: 'Demasiados vínculos',
      detail: 'Un ticket tiene como máximo {limit} vínculos. Quite uno que ya no sirva.',
    },
    'circular-links': {
      title: 'El vínculo cerraría un círculo',
      detail: 'El ticket {number} ya está debajo de este. Un ticket no puede quedar debajo de sí mismo.',
    },
    'parent-already-there': {
      title: 'Ya tiene un ticket principal',
      detail: 'El ticket {number} ya forma parte de otro. Deshaga antes ese vínculo.',
    },
    'ticket-merged': {
      title: 'El ticket se unió a otro',
      detail: 'El ticket {ticket} se unió a {number}. Siga allí.',
    },
    'other-requester': {
      title: 'Los tickets son de personas distintas',
      detail: 'Quien abrió uno verá también el otro. Si es lo que quiere, confírmelo.',
    },
    'reply-not-found': {
      title: 'Respuesta lista no encontrada',
      detail: 'No existe una respuesta lista con el número {id}.',
    },
    'macro-not-found': { title: 'Macro no encontrada', detail: 'No existe una macro con el número {id}.' },
    'too-many-replies': {
      title: 'Demasiadas respuestas listas',
      detail: 'Ya tiene {limit} respuestas listas, que es el máximo. Elimine una que no necesite.',
    },
    'reply-in-use': {
      title: 'La respuesta se usa en reglas',
      detail:
        'La respuesta "{title}" es la primera respuesta de estas reglas: {rules}. Cambie antes las reglas.',
    },
    'ticket-not-closed': { title: 'Ticket aún abierto', detail: 'El ticket no está cerrado. Escriba en él.' },
    'macro-on-closed': {
      title: 'Ticket cerrado',
      detail: 'Las macros no se aplican a un ticket cerrado. Reabra el ticket antes.',
    },
    'macro-outdated': {
      title: 'La macro ya no vale',
      detail: 'La macro "{title}" usa algo que ya no existe: {field}. Corrija la macro y aplíquela de nuevo.',
    },
    'too-many-views': {
      title: 'Demasiadas vistas',
      detail: 'Ya tiene {limit} vistas guardadas, y no se guardan más. Elimine una que no necesite.',
    },
    'backfill-under-way': {
      title: 'Ya está en marcha',
      detail: 'El embudo {pipeline} ya se está trayendo del CRM. Espere a que termine; continúa solo.',
    },
    'job-not-dead': {
      title: 'La tarea no está detenida',
      detail: 'Solo se pueden reanudar o descartar tareas detenidas.',
    },
    'file-infected': {
      title: 'Archivo bloqueado',
      detail: 'El antivirus bloqueó el archivo, que fue eliminado.',
    },
    'version-conflict': {
      title: 'Modificado por otra persona',
      detail: 'Cambió desde que lo leyó (versión actual: {version}). Léalo de nuevo y repita.',
    },
    'file-too-large': { title: 'Archivo demasiado grande', detail: '{name} supera el límite de {limit}.' },
    'quota-exceeded': {
      title: 'Límite diario de archivos',
      detail: 'Envió más de {limit} en 24 horas. Inténtelo más tarde.',
    },
    'file-type-not-allowed': {
      title: 'Tipo de archivo no aceptado',
      detail: '{name} no es de un tipo aceptado, o no es lo que dice su nombre.',
    },
    'file-empty': { title: 'Archivo vacío', detail: '{name} no tiene contenido.' },
    'too-many-files': {
      title: 'Demasiados archivos',
      detail: 'Envíe como máximo {limit} archivos cada vez.',
    },
    'idempotency-key-reused': {
      title: 'Clave ya usada',
      detail: 'Esta Idempotency-Key ya se usó con otro contenido.',
    },
    'if-match-required': {
      title: 'Falta la versión',
      detail: 'Indique en If-Match la versión que leyó.',
    },
    'file-store-away': {
      title: 'Archivos no disponibles por el momento',
      detail: 'Ahora no se pudo guardar ni abrir el archivo. Inténtelo de nuevo en un momento.',
    },
    'disk-full': {
      title: 'Sin espacio',
      detail: 'Por ahora no hay espacio para guardar lo que envió. Inténtelo de nuevo en unos minutos.',
    },
    'too-busy': {
      title: 'Muchos archivos a la vez',
      detail: 'Estamos recibiendo muchos archivos. Inténtelo de nuevo en un momento.',
    },
    'crm-timeout': {
      title: 'El CRM no respondió a tiempo',
      detail: 'El CRM no respondió a tiempo. El ticket quedó registrado y se enviará.',
    },
    'internal-error': {
      title: 'Error inesperado',
      detail: 'Algo falló de nuestro lado. Intente de nuevo; si persiste, indique el código {requestId}.',
    },
    'database-unavailable': {
      title: 'Servicio no disponible por un momento',
      detail: 'La base de datos no responde. Intente de nuevo en unos segundos.',
    },
    'too-slow': {
      title: 'Tardó demasiado',
      detail: 'La solicitud tardó demasiado y se interrumpió. Vea si se ejecutó antes de repetirla.',
    },
  },
  fields: {
    required: 'Complete este campo.',
    'wrong-type': 'El valor no es del tipo esperado ({expected}).',
    'too-short': 'Use al menos {minimum} caracteres.',
    'too-long': 'Use como máximo {maximum} caracteres.',
    'too-small': 'El menor valor aceptado es {minimum}.',
    'too-big': 'El mayor valor aceptado es {maximum}.',
    'one-of': 'Use uno de estos valores: {values}.',
    'unknown-field': 'Este campo no existe: {keys}.',
    'unreadable-text': 'El texto contiene caracteres que no se pueden guardar.',
    'too-deep': 'Los datos tienen demasiados niveles, unos dentro de otros.',
    email: 'Indique un correo válido, como maria@empresa.com.',
    cpf: 'CPF no válido. Revise los once dígitos.',
    matricula: 'La matrícula tiene hasta 8 dígitos y no empieza por cero.',
    name: 'Use solo letras, espacios, puntos, guiones y apóstrofos.',
    'name-taken': 'Ya existe uno con este nombre.',
    taken: 'Ya existe una cuenta con este valor.',
    base64: 'El contenido no es base64 válido.',
    category: 'Esta categoría no existe.',
    rating: 'La nota va de 1 a 5.',
    'own-user': 'Indique su propio usuario.',
    'time-zone': 'Esta zona horaria no existe. Use un nombre como America/Sao_Paulo.',
    'time-of-day': 'Indique la hora como 08:00; el día va de 00:00 a 24:00.',
    'interval-reversed':
      'El intervalo termina antes de empezar. Para una noche, use dos: hasta 24:00 y, al día siguiente, desde 00:00.',
    'intervals-overlap': 'Hay intervalos que se solapan.',
    'calendar-without-hours':
      'Indique al menos un intervalo en algún día de la semana: en un calendario sin horas nada vence.',
    'holiday-date':
      'Indique la fecha como 2026-12-25, 12-25 (todos los años) o easter-2 (días antes o después de Pascua).',
    'not-ahead': 'Elija un momento en el futuro, a un año como máximo.',
    placeholder: 'Hay un campo que no existe entre las llaves dobles. Los que existen: {values}.',
    'slug-taken': 'Esta dirección es, o fue, de otro texto.',
    'picture-gone': 'Una imagen de este texto ya no existe. Quítela del texto o envíela de nuevo.',
    repeated: 'Esto ya está en la lista.',
    'not-valid': 'El valor no es válido.',
  },
}
