-- What azlift 0.1.0 makes of an empty file: sqlite3's dump of it.
BEGIN TRANSACTION;
CREATE TABLE event (
	seq INTEGER NOT NULL, 
	at VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	noun VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	driver VARCHAR NOT NULL, 
	previous VARCHAR NOT NULL, 
	hash VARCHAR NOT NULL, 
	PRIMARY KEY (seq)
);
CREATE TABLE lease (
	wave VARCHAR NOT NULL, 
	owner VARCHAR NOT NULL, 
	fence INTEGER NOT NULL, 
	expires_at VARCHAR NOT NULL, 
	PRIMARY KEY (wave)
);
CREATE INDEX event_by_subject ON event (subject, seq);
CREATE TRIGGER event_keeps_its_rows_UPDATE BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER event_keeps_its_rows_DELETE BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
COMMIT;
