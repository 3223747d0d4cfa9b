/** What stands in the conversation for a reply of the model that said nothing. */
export const emptyReply = "(My reply was empty.)";
