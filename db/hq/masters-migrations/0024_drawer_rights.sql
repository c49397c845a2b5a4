-- Who may open the drawer and move money in and out of it: whoever may close the shift, until somebody says otherwise.
ALTER TABLE permission_group ADD open_drawer integer NOT NULL DEFAULT 0;
ALTER TABLE permission_group ADD manage_cash integer NOT NULL DEFAULT 0;
ALTER TABLE permission_group ADD view_reports integer NOT NULL DEFAULT 1;
-- As before: to any price, and any amount.
ALTER TABLE permission_group ADD price_override_max_basis_points integer NOT NULL DEFAULT 10000;
ALTER TABLE permission_group ADD return_max_minor integer;
UPDATE permission_group SET open_drawer = close_shift, manage_cash = close_shift;
