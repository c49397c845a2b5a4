-- The last day on which what nobody needs any more was taken out of packages.
ALTER TABLE publisher ADD housekept_on text NOT NULL DEFAULT '';
