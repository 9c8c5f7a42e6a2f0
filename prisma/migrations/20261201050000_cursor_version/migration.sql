-- Objects of a bucket are read once: a cursor says which content of one was read to its end.
ALTER TABLE "file_cursor" ADD COLUMN "version" TEXT;
