-- How far the change log is in each version of each stream: what a version holds can be read again at any time.
CREATE TABLE stream_version (
  stream text NOT NULL,
  version integer NOT NULL,
  change_version integer NOT NULL,
  PRIMARY KEY(stream, version)
);
INSERT INTO stream_version (stream, version, change_version) SELECT stream, version, change_version FROM stream;

CREATE TRIGGER stream_keeps_its_first_version AFTER INSERT ON stream
BEGIN
  INSERT INTO stream_version (stream, version, change_version) VALUES (NEW.stream, NEW.version, NEW.change_version)
  ON CONFLICT (stream, version) DO UPDATE SET change_version = excluded.change_version;
END;
CREATE TRIGGER stream_keeps_its_versions AFTER UPDATE ON stream
BEGIN
  INSERT INTO stream_version (stream, version, change_version) VALUES (NEW.stream, NEW.version, NEW.change_version)
  ON CONFLICT (stream, version) DO UPDATE SET change_version = excluded.change_version;
END;
