-- A body that was sent as a file before is found by its bytes; receipts of other batches are not looked for so.
CREATE INDEX "import_file_beginning" ON "import" ("source_id", "sha256") WHERE "key" LIKE 'key:file:%:0:%';
