CREATE TABLE "crm_portals" (
	"token_digest" varchar(64) PRIMARY KEY NOT NULL,
	"member_id" varchar(64) NOT NULL
);
