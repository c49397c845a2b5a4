-- What a tender may pay and give back. As before, until somebody says otherwise.
ALTER TABLE tender_type ADD minimum_minor integer;
ALTER TABLE tender_type ADD maximum_minor integer;
ALTER TABLE tender_type ADD change_max_minor integer;
ALTER TABLE tender_type ADD rounding_step_minor integer;
ALTER TABLE tender_type ADD pays_part integer NOT NULL DEFAULT 1;
ALTER TABLE tender_type ADD connector text NOT NULL DEFAULT 'none';
DROP TRIGGER tender_type_logs_update;
DROP TRIGGER tender_type_logs_delete;
CREATE TRIGGER tender_type_logs_update AFTER UPDATE ON tender_type
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'tender_type', NEW.id, '', 'put', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'name', OLD.name, 'kind', OLD.kind, 'gives_change', OLD.gives_change,
    'opens_drawer', OLD.opens_drawer, 'minimum_minor', OLD.minimum_minor, 'maximum_minor', OLD.maximum_minor,
    'change_max_minor', OLD.change_max_minor, 'rounding_step_minor', OLD.rounding_step_minor,
    'pays_part', OLD.pays_part, 'connector', OLD.connector)
  FROM writer;
END;
CREATE TRIGGER tender_type_logs_delete AFTER DELETE ON tender_type
BEGIN
  INSERT INTO change_log (table_name, row_key, scope, operation, admin, at, lookup, before)
  SELECT 'tender_type', OLD.id, '', 'remove', admin, strftime('%Y-%m-%dT%H:%M:%fZ'), OLD.id,
    json_object('id', OLD.id, 'name', OLD.name, 'kind', OLD.kind, 'gives_change', OLD.gives_change,
    'opens_drawer', OLD.opens_drawer, 'minimum_minor', OLD.minimum_minor, 'maximum_minor', OLD.maximum_minor,
    'change_max_minor', OLD.change_max_minor, 'rounding_step_minor', OLD.rounding_step_minor,
    'pays_part', OLD.pays_part, 'connector', OLD.connector)
  FROM writer;
END;
