/** What stands in the conversation for a reply of the model that said nothing. */
export const emptyReplyText = "(My reply was empty.)";
