package httpx

// Page is embedded in the input of a list. A list with another default or bound
// declares the two fields itself.
type Page struct {
	Limit  int32 `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"Cuántas filas, como mucho."`
	Offset int32 `query:"offset" minimum:"0" maximum:"1000000" default:"0" doc:"Cuántas filas saltear."`
}
