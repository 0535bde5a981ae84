INSERT INTO categories (slug, labels, default_priority, crm_value, requires_cpf, position) VALUES
  ('general', '{"pt-BR":"Geral","es":"General","en":"General","ru":"Общее"}', 'medium', NULL, false, 10),
  ('access', '{"pt-BR":"Acessos e Permissões","es":"Accesos y permisos","en":"Access and permissions","ru":"Доступы и права"}', 'medium', 'Acessos e Permissões', true, 20),
  ('finance-system', '{"pt-BR":"Sistema Financeiro","es":"Sistema financiero","en":"Finance system","ru":"Финансовая система"}', 'medium', 'Sistema Financeiro', false, 30),
  ('technical', '{"pt-BR":"Técnico","es":"Técnico","en":"Technical","ru":"Технический"}', 'medium', NULL, false, 40),
  ('billing', '{"pt-BR":"Cobrança","es":"Facturación","en":"Billing","ru":"Оплата счетов"}', 'medium', NULL, false, 50),
  ('flight', '{"pt-BR":"Voo","es":"Vuelo","en":"Flight","ru":"Рейс"}', 'medium', NULL, false, 60),
  ('order', '{"pt-BR":"Pedido","es":"Pedido","en":"Order","ru":"Заказ"}', 'medium', NULL, false, 70),
  ('ride_issue', '{"pt-BR":"Problema na corrida","es":"Problema en el viaje","en":"Ride issue","ru":"Проблема с поездкой"}', 'medium', NULL, false, 80),
  ('payment_issue', '{"pt-BR":"Problema de pagamento","es":"Problema de pago","en":"Payment issue","ru":"Проблема с оплатой"}', 'high', NULL, false, 90),
  ('account_issue', '{"pt-BR":"Problema na conta","es":"Problema de cuenta","en":"Account issue","ru":"Проблема с учётной записью"}', 'medium', NULL, false, 100),
  ('safety_concern', '{"pt-BR":"Segurança","es":"Seguridad","en":"Safety concern","ru":"Безопасность"}', 'high', NULL, false, 110),
  ('driver_behavior', '{"pt-BR":"Comportamento do motorista","es":"Conducta del conductor","en":"Driver behaviour","ru":"Поведение водителя"}', 'medium', NULL, false, 120),
  ('app_bug', '{"pt-BR":"Erro no aplicativo","es":"Error de la aplicación","en":"App bug","ru":"Ошибка в приложении"}', 'medium', NULL, false, 130),
  ('calendar', '{"pt-BR":"Problemas de agenda","es":"Problemas de calendario","en":"Calendar Problems","ru":"Проблемы с календарём"}', 'medium', NULL, false, 140),
  ('other', '{"pt-BR":"Outro","es":"Otro","en":"Other","ru":"Другое"}', 'medium', NULL, false, 150)
ON CONFLICT DO NOTHING;
