CREATE TABLE "crm_absences" (
	"is_only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"said_at" timestamp with time zone NOT NULL,
	CONSTRAINT "crm_absences_is_one_row" CHECK ("crm_absences"."is_only")
);
