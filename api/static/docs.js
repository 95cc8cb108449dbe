// Shows the description of the API with Swagger UI; a file of its own because the page allows no inline script.
window.addEventListener("load", () => {
  const place = document.getElementById("description");
  window.ui = SwaggerUIBundle({
    url: place.dataset.url,
    domNode: place,
    deepLinking: true,
    validatorUrl: null,
    persistAuthorization: false,
    tryItOutEnabled: true,
    displayRequestDuration: true,
  });
});
