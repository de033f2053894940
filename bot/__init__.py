"""nhacviec: a reminder and reporting bot for Vietnamese provincial offices."""
