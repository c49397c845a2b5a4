-- The most that an employee of a group may take off by hand, in hundredths of a percent. Nothing, until somebody says so.
ALTER TABLE permission_group ADD line_discount_max_basis_points integer NOT NULL DEFAULT 0;
ALTER TABLE permission_group ADD sale_discount_max_basis_points integer NOT NULL DEFAULT 0;
