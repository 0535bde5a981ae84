CREATE TABLE "crm_buckets" (
	"portal" varchar(128) PRIMARY KEY NOT NULL,
	"level" double precision NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
